"""Word tables for the sentence rules: abbreviations by how they behave, and words that begin a sentence.

The classes follow Kiss & Strunk, "Unsupervised Multilingual Sentence Boundary Detection" (2006): an
abbreviation, an initial or a number with a period ends a sentence only where the next word says so, best of
all one of the words that seldom stand with a capital in mid-sentence. Entries are written without their last
period and with the case they have in print.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Stand before a name: never the end of a sentence.
TITLES = _set(
    """
    Mr Mrs Ms Mx Messrs Mmes Mme Mlle Prof Profs Drs Gen Gens Sen Sens Rep Reps Gov Govs Lt Col Cols Capt
    Cpt Sgt Cpl Pvt Pfc Spc Maj Brig Adm Cmdr Cdr Ens Rev Revd Msgr Fr Hon Pres Amb Supt Insp Det Atty Asst
    Ald Sra Srta Hr
    """
)

# Stand before a name, or after the name of a street: "St. Petersburg", "on Main St. The parade".
STREETS = _set("St Dr Ste")

# Stand in the middle of a sentence, whatever comes next.
INNER = _set(
    """
    vs v e.g i.e eg ie cf viz a.k.a f.k.a P.S ca approx resp esp incl excl i.a z.B d.h u.a bzw ggf p.ex q.v
    """
)

# Stand before a number: "No. 5", "pp. 10-12", "Fig. 3". Before anything else they are words like others.
NUMBERED = _set(
    """
    No no Nos nos N° Nº № Nr nr p pp pg Vol vol Vols vols Fig fig Figs figs Sec sec Sect sect Art art Arts
    Ch ch Chap chap Para para Paras paras Eq eq Eqs Ver ver Pt pt Op op Ref ref Refs Tab Bd App Cl cl Reg
    Regs Rm rm Ext ext Tel tel Ph Div
    """
)

MONTHS = _set("Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec")
DAYS = _set("Mon Tue Tues Wed Weds Thu Thur Thurs Fri Sat Sun")

# May stand in the middle or at the end of a sentence; the next word decides.
ENDING = _set(
    """
    Inc Corp Co Cos Ltd LLC Bros Pty Pte Bhd Cie Jr Sr Esq Ph.D M.D Univ Dept dept Assn Govt govt Gov't Intl
    Natl Proc Acad Inst Dist Ave Blvd Rd Hwy Pkwy Sq Bldg Apt Mt Mts Ft Est est max min avg misc al ibid loc
    cit cont eds transl Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo
    Mont Neb Nev Okla Ore Pa Penn Tenn Tex Vt Va Wash Wis Wyo W.Va Ont Que Alta Sask Jas Geo Wm Chas Thos
    """
)

# After a number the end, unless another number follows: "12 lbs. Then", but "6 ft. 2 in."
UNITS = _set("lb lbs oz ft yd in yr yrs hr hrs min mins sec secs kg km cm mm mph sq")

# Also known when the whole text is in capitals.
SHOUTED = _set("MR MRS DR GEN SEN GOV LT CAPT SGT PROF REV INC CORP LTD BROS JR SR")

# Nearly always the end when a capital follows.
CLOSING = _set("etc usw")

CLOCK = _set("a.m p.m A.M P.M am pm")
# What goes on after "5 p.m."
AFTER_CLOCK = _set(
    """
    ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST CET CEST EET IST JST KST HKT SGT AEST AEDT MSK
    WIB Eastern Central Mountain Pacific Greenwich Universal Monday Tuesday Wednesday Thursday Friday
    Saturday Sunday January February March April May June July August September October November December
    """
)

# "At 5 a.m. Mr. Smith left.": a sentence that begins so has not said anything yet.
BEFORE_CLOCK = _set("At By From Until Till Around About Before After Since Between Just Shortly Nearly")

# German and Dutch write an ordinal as "3."; with one of these it is a date.
FOREIGN_MONTHS = _set(
    """
    Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Januari
    Februari Maart Mei Augustus
    """
)

# "Plan B.", "vitamin C.": a letter after one of these is no initial of a name.
LETTERED = _set(
    """
    plan vitamin grade group type class section appendix exhibit hepatitis option point figure part phase
    series war chapter volume schedule annex gate terminal block zone level tier step item article team
    category pool model unit line world
    """
)

# Words that seldom stand with a capital in mid-sentence, so that after an abbreviation they begin a new one.
STARTERS = _set(
    """
    The This That These Those A An It Its He She They We You I His Her Their Our My Your There Here In On At
    By For From With Without Within After Before During Since Until While When Where Why How Who What Which
    Whether As If Although Though Because However But And Or So Yet Nor Then Now Also Still Meanwhile
    Moreover Furthermore Nevertheless Nonetheless Once Despite Among Between About Against According To Of
    Some Many Both Each Every Few All Any Another Others More Not Never Even Only Just Later Earlier Today
    Yesterday Tomorrow Is Are Was Were Do Does Did Can Could Would Should Has Have Had Let Please Yes Such
    Unlike Instead Thus Therefore Hence Perhaps Indeed Finally Last Speaking Following Given Through Nothing
    Nobody Everyone Anyone Someone Something Everything Neither Either Two Three Four Five Six Seven Eight
    Nine Ten Recently Additionally Separately Afterwards Eventually Other Most Several Much Except Apart
    Having Being Seeing Officials Critics Analysts Police
    """
)
# Of these, the ones that are names as well: "Dr. No", "Mr. He", "Gen. An".
NAME_STARTERS = _set("A An He I So No Do My You Her Yes Or Of To Day Also Can Has Let")

# The verbs that join a quotation to its speaker: '"Is it urgent?" Kishida asked.'
SPEECH = _set(
    """
    said says say asked asks added adds told tells replied wrote writes noted explained continued shouted
    cried whispered answered declared exclaimed insisted joked quipped warned wondered demanded recalled
    observed remarked tweeted posted
    """
)

# Names that carry their own mark: "Yahoo! Japan".
MARKED_NAMES = _set("Yahoo! Jeopardy! Yum! Joomla! Panic! Wham! Oklahoma!")

# A line that ends with one of these goes on in the next.
FUNCTION_WORDS = _set(
    """
    a an the and or but nor so yet of in on at by to for from with without within into onto upon over under
    between among against about after before during since until through across along around behind beside
    beyond as than that which who whom whose when where while if because although though whether is are was
    were be been being am do does did has have had will would shall should can could may might must not no
    this these those his her its their our my your he she it they we you i said says told including per via
    vs
    """
)

# What follows a period in the name of a file or a site: "report.Pdf" is no sentence that lost its space.
SUFFIXES = _set("com org net edu gov info txt pdf html htm doc docx csv json js py md exe zip jpg png")
