"""Forms of English words that no stemmer takes back to their word: met, taken, children."""

from __future__ import annotations

# Past forms and participles of verbs. Not "found", which is what "founded" is stemmed to, nor forms that are first of
# all other words ("bore", "wound", "ground").
PAST_FORMS = dict(
    pair.split(":")
    for pair in """
    paid:pay held:hold took:take taken:take made:make met:meet won:win lost:lose sold:sell bought:buy built:build
    sent:send left:leave led:lead rose:rise risen:rise fell:fall fallen:fall grew:grow grown:grow began:begin
    begun:begin gave:give given:give got:get gotten:get went:go gone:go came:come became:become saw:see seen:see
    knew:know known:know wrote:write written:write spoke:speak spoken:speak broke:break broken:break chose:choose
    chosen:choose drew:draw drawn:draw drove:drive driven:drive fought:fight flew:fly flown:fly forgot:forget
    forgotten:forget kept:keep laid:lay lent:lend ran:run rang:ring sought:seek shot:shoot sank:sink sunk:sink
    spent:spend stood:stand swore:swear sworn:swear taught:teach threw:throw thrown:throw understood:understand
    withdrew:withdraw withdrawn:withdraw wore:wear worn:wear struck:strike brought:bring caught:catch dealt:deal
    ate:eat eaten:eat fed:feed felt:feel hid:hide hidden:hide hung:hang heard:hear slept:sleep said:say told:tell
    thought:think meant:mean sat:sit sang:sing sung:sing swam:swim stole:steal stolen:steal froze:freeze frozen:freeze
    bitten:bite blew:blow blown:blow bent:bend bled:bleed bred:breed burnt:burn clung:cling
    crept:creep dug:dig drank:drink drunk:drink dreamt:dream fled:flee forbade:forbid forbidden:forbid forgave:forgive
    forgiven:forgive knelt:kneel leant:lean leapt:leap learnt:learn lit:light overcame:overcome oversaw:oversee
    overseen:oversee overthrew:overthrow overthrown:overthrow rebuilt:rebuild rode:ride ridden:ride shook:shake
    shaken:shake shone:shine showed:show shown:show shrank:shrink shrunk:shrink slid:slide sprang:spring stuck:stick
    stung:sting swept:sweep swung:swing tore:tear torn:tear undertook:undertake undertaken:undertake undergone:undergo
    underwent:undergo woke:wake woken:wake wept:weep wove:weave woven:weave mistook:mistake mistaken:mistake
    arose:arise arisen:arise
    """.split()
)
_PLURALS = dict(
    pair.split(":")
    for pair in """
    men:man women:woman children:child feet:foot teeth:tooth geese:goose mice:mouse wives:wife knives:knife
    thieves:thief halves:half shelves:shelf wolves:wolf loaves:loaf criteria:criterion phenomena:phenomenon
    """.split()
)
FORMS = {**PAST_FORMS, **_PLURALS}
