"""What rag/text.py and rag/furniture.py promise, as tables: a row for every rule, and a row for every bug.

A sentence case is (name, text, its sentences); each sentence stands in the text exactly as written here, line
breaks included. Rows marked "pySBD" are after the golden rules of pySBD (github.com/nipunsadvilkar/pySBD, MIT).
"""

from __future__ import annotations

from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SUMMIT = (CORPUS / "japan-south-korea-summit.txt").read_text(encoding="utf-8")
SHUTTLE = (CORPUS / "shuttle-diplomacy-renewed.txt").read_text(encoding="utf-8")

SentenceCase = tuple[str, str, list[str]]

ARTICLES: list[SentenceCase] = [
    (
        "Yoon and Kishida in Tokyo: wrapped lines, no blank line, a quote opened twice",
        SUMMIT,
        [
            "South Korean President Yoon Suk-yeol and\nJapanese Prime Minister Fumio Kishida have agreed to resume "
            '"shuttle diplomacy" and take steps towards resolving a trade dispute after their fence-mending summit '
            "in Tokyo.",
            "According to Kishida, both sides had agreed to revive defense dialogue and vice-ministerial strategic "
            "talks, while also restarting the process of trilateral communication among Japan, South Korea and "
            "China.",
            "\"Tokyo's cherry blossoms just started blooming this week, and after a lenghty winter season, in terms "
            "of our bilateral relations, Japan is now able to welcome South Korea's president for the first time in "
            '12 years," the Japanese prime minister noted.',
            'He added that the two countries that share the same democratic values are "partners that must '
            'cooperate on security, economic issues and global agendas."',
            '"South Korea’s interests are not zero-sum with Japan’s interests," he emphasized, adding that "better '
            'bilateral relations would "greatly help both countries deal with their security crises."',
            "The remarks came after\nJapanese Chief Cabinet Secretary Hirokazu Matsuno told a news briefing on "
            "Wednesday that Tokyo seeks to boost strategic ties with Seoul and expects bilateral ties to develop "
            "based on friendship and joint cooperation.",
            '"Given the present strategic situation, including in ensuring security, we are counting on bolstering '
            "strategic relations between Japan and South Korea, as well as Japan, South Korea and the United States.",
            'We will cooperate with South Korea to realize the aim of a free and open Indo-Pacific region," Matsuno '
            "said.",
            "It remains unclear, however, whether both sides will be able to adhere to the summit's decisions given "
            "Tokyo and Seoul's previous record of uneasy relationsship.",
            "The relations between\ntwo immediate neighbors deteriorated in 2018, after South Korea accused Japan of "
            "using forced labor during its 1910-1945 colonial rule, which specifically saw the use of wartime sex "
            'slaves, the so-called "comfort women," and forced labor.',
            "In November 2018, the top court of South Korea ordered Japanese companies, including Nippon Steel and "
            "Mitsubishi Heavy Industries, to compensate the victims of forced labor, a decision that infuriated "
            "Tokyo.",
            "The situation started to change for the better after Yoon assumed office as\nSouth Korea's president in "
            "May 2022 and set a course for mending ties with Tokyo in order to improve both bilateral relations and "
            "the trilateral security partnership with Washington.",
            "Last week, the South Korean government proposed a compensation plan for\nthe victims of forced labor "
            "during Japan's wartime rule through a South Korean public foundation instead of Japanese companies, as "
            "it was originally ruled by the court.",
            "While some of the victims rejected the proposal, Tokyo welcomed the draft plan.",
        ],
    ),
    (
        "shuttle diplomacy: captions, link lines, spaces that do not break",
        SHUTTLE,
        [
            "Japan, South Korea pledge renewed 'shuttle diplomacy' after ties reset",
            "The Asian neighbours have for years been locked in a bitter dispute over Japan's use of wartime forced "
            "labour during its occupation of Korea.",
            "South Korea's President Yoon Suk Yeol (left) and Japan's Prime Minister Fumio Kishida (right) held a "
            "joint news conference at the prime minister's official residence in Tokyo on Thursday.",
            "Reuters",
            "South Korea's President Yoon Suk Yeol (left) and Japan's Prime Minister Fumio Kishida (right) held a "
            "joint news conference at the prime minister's official residence in Tokyo on Thursday.",
            "Japan and South Korea have announced the end of tit-for-tat trade measures and pledged renewed "
            "diplomacy as leaders of the two countries met in Tokyo for a summit to thaw long-frozen ties.",
            "The neighbours, both key US partners in the region, have for years been locked in a bitter dispute over "
            "Japan's use of wartime forced labour.",
            "Relations deteriorated after South Korea's Supreme Court in 2018 ordered Japanese firms to compensate "
            "victims of forced labour, but this month Seoul announced a plan to pay those affected without Tokyo's "
            "involvement.",
            "President Yoon Suk Yeol has been keen to end the spat and form a united front against regional "
            "challenges including North Korea, which launched a long-range missile just hours before Yoon's arrival "
            "in Tokyo.",
            "After talks, he and Japan's Prime Minister Fumio Kishida announced the resumption of \"shuttle "
            'diplomacy," with the leaders agreeing to regular reciprocal visits to build confidence.',
            "READ MORE: South Korea premier arrives in Japan to open 'new chapter'",
            "Loading...",
            "Urgent need to strengthen ties",
            "Japanese media said this could include Kishida inviting Yoon to the G7 summit in Hiroshima in May, and "
            "then visiting Seoul.",
            '"Strengthening Japan-South Korea ties in the current strategic environment is urgent," Kishida told '
            "reporters at a joint press conference with Yoon after talks.",
            '"I hope this visit will nurture trust and friendship and significantly elevate Japan-South Korea '
            'relations."',
            "Tokyo's trade ministry said earlier on Thursday it would end restrictions on exports to South Korea of "
            "key industrial materials needed for semiconductors, and Seoul said it would withdraw a complaint filed "
            "with the World Trade Organization.",
            "Kishida said both countries wanted stronger deterrence capacities, and that suspended security and "
            "ministerial talks would now resume, along with trilateral meetings with China.",
            "And Yoon said the nations would revive a military intelligence agreement that Seoul paused when "
            "relations nosedived.",
            "READ MORE: South Korea plan will help 'restore healthy ties' – Japan FM",
            "Route 6",
        ],
    ),
]

PLAIN: list[SentenceCase] = [
    ("empty", "", []),
    ("white space only", " \n\t\n\u00a0 ", []),
    ("one word", "Tokyo", ["Tokyo"]),
    ("no end", "The talks in Tokyo", ["The talks in Tokyo"]),
    ("pySBD: two periods", "Hello World. My name is Jonas.", ["Hello World.", "My name is Jonas."]),
    ("pySBD: question", "What is your name? My name is Jonas.", ["What is your name?", "My name is Jonas."]),
    ("pySBD: exclamation", "There it is! I found it.", ["There it is!", "I found it."]),
    ("a digit begins", "The talks ended. 12 people stayed.", ["The talks ended.", "12 people stayed."]),
    ("an amount begins", "It fell. $5 million was lost.", ["It fell.", "$5 million was lost."]),
    ("an emoji begins", "We won. 🎉 Thanks to all.", ["We won.", "🎉 Thanks to all."]),
    ("an emoji ends", "We won. 🎉", ["We won.", "🎉"]),
    ("a bracket begins", "He left. (She stayed.) They met.", ["He left.", "(She stayed.)", "They met."]),
    ("a brand begins low", "He sold it. iPhone sales fell.", ["He sold it.", "iPhone sales fell."]),
    ("mRNA begins low", "It works. mRNA vaccines are new.", ["It works.", "mRNA vaccines are new."]),
    ("two spaces", "He left.  She stayed.", ["He left.", "She stayed."]),
    ("space that does not break", "He left.\u00a0 She stayed.\u00a0 \n", ["He left.", "She stayed."]),
    ("zero-width space", "He left.\u200bShe stayed.", ["He left.", "\u200bShe stayed."]),
    ("zero-width space at the end", "He left.\u200b", ["He left.\u200b"]),
    ("a year ends", "They met in 2018. The talks failed.", ["They met in 2018.", "The talks failed."]),
    ("a percentage ends", "It rose 5%. Exports fell.", ["It rose 5%.", "Exports fell."]),
    ("an acronym without periods ends", "He joined NATO. Kishida left.", ["He joined NATO.", "Kishida left."]),
    ("no capitals at all", "i went home. then i slept.", ["i went home.", "then i slept."]),
    ("no capitals, a question", "is it late? i think so.", ["is it late?", "i think so."]),
    ("a low word after a period goes on", "He came, approx. five days late.", ["He came, approx. five days late."]),
    ("only marks", "?!", ["?!"]),
    ("marks first", "... and so it ended. He left.", ["... and so it ended.", "He left."]),
]

ABBREVIATIONS: list[SentenceCase] = [
    ("U.S. ends", "He lives in the U.S. The president agreed.", ["He lives in the U.S.", "The president agreed."]),
    ("U.S. before a name", "The U.S. President spoke.", ["The U.S. President spoke."]),
    ("U.S. in the middle", "The U.S. has agreed.", ["The U.S. has agreed."]),
    (
        "U.K., U.N. and a hyphen",
        "The U.K.-U.S. pact and the U.N. Security Council.",
        ["The U.K.-U.S. pact and the U.N. Security Council."],
    ),
    ("U.S. possessive", "The U.S.'s role. It grew.", ["The U.S.'s role.", "It grew."]),
    (
        "U.S. before a quote",
        'They left the U.S. "We are glad," he said.',
        ["They left the U.S.", '"We are glad," he said.'],
    ),
    ("pySBD: E.U. and a question", "I live in the E.U. How about you?", ["I live in the E.U.", "How about you?"]),
    (
        "pySBD: U.S. Government",
        "I work for the U.S. Government in Virginia.",
        ["I work for the U.S. Government in Virginia."],
    ),
    ("titles", "Mr. Yoon met Mrs. Kim, Dr. Lee and Gen. Park.", ["Mr. Yoon met Mrs. Kim, Dr. Lee and Gen. Park."]),
    (
        "more titles",
        "Sen. Smith, Rep. Jones and Gov. Brown met Prof. Ito.",
        ["Sen. Smith, Rep. Jones and Gov. Brown met Prof. Ito."],
    ),
    ("title before a name that is a word", "Dr. No met Mr. He.", ["Dr. No met Mr. He."]),
    (
        "St. before a name",
        "St. Petersburg is far. He knows St. Paul.",
        ["St. Petersburg is far.", "He knows St. Paul."],
    ),
    ("St. after a street", "It runs down Main St. The shops close.", ["It runs down Main St.", "The shops close."]),
    (
        "pySBD: 5th st.",
        "St. Michael's Church is on 5th st. near the light.",
        ["St. Michael's Church is on 5th st. near the light."],
    ),
    ("pySBD: Mt.", "I can see Mt. Fuji from here.", ["I can see Mt. Fuji from here."]),
    ("No. with a number", "It is No. 5 on the list. No. 6 is next.", ["It is No. 5 on the list.", "No. 6 is next."]),
    ("No as a word", "Did he agree? No. He left.", ["Did he agree?", "No.", "He left."]),
    (
        "pp., Vol., Fig.",
        "See pp. 10-12 of Vol. II and Fig. 3. It is short.",
        ["See pp. 10-12 of Vol. II and Fig. 3.", "It is short."],
    ),
    (
        "Inc. and Corp. in the middle",
        "Sony Corp. President Ito and Apple Inc. agreed.",
        ["Sony Corp. President Ito and Apple Inc. agreed."],
    ),
    (
        "Corp. ends",
        "He joined Toyota Motor Corp. He left in 2018.",
        ["He joined Toyota Motor Corp.", "He left in 2018."],
    ),
    (
        "Co., Ltd.",
        "Mitsubishi Heavy Industries Co., Ltd. was named.",
        ["Mitsubishi Heavy Industries Co., Ltd. was named."],
    ),
    (
        "pySBD: & Co. in the middle",
        "They closed the deal with Pitt, Briggs & Co. at noon.",
        ["They closed the deal with Pitt, Briggs & Co. at noon."],
    ),
    (
        "pySBD: & Co. ends",
        "They closed the deal with Pitt, Briggs & Co. It closed yesterday.",
        ["They closed the deal with Pitt, Briggs & Co.", "It closed yesterday."],
    ),
    ("vs.", "It was Smith vs. Jones. Jones won.", ["It was Smith vs. Jones.", "Jones won."]),
    (
        "e.g. and i.e.",
        "Some firms, e.g. Nippon Steel, i.e. The Firm, paid.",
        ["Some firms, e.g. Nippon Steel, i.e. The Firm, paid."],
    ),
    ("etc. ends", "They sell cars, ships, etc. Tokyo buys them.", ["They sell cars, ships, etc.", "Tokyo buys them."]),
    (
        "etc. in the middle",
        "Cars, ships, etc. are sold (planes, etc.) too.",
        ["Cars, ships, etc. are sold (planes, etc.) too."],
    ),
    (
        "et al.",
        "Smith et al. (2018) found it. Jones et al. The rest followed.",
        ["Smith et al. (2018) found it.", "Jones et al.", "The rest followed."],
    ),
    ("p.m. ends", "They met at 5 p.m. The talks began.", ["They met at 5 p.m.", "The talks began."]),
    ("p.m. with a zone", "It starts at 5 p.m. Tokyo time.", ["It starts at 5 p.m. Tokyo time."]),
    (
        "p.m. with EST and a day",
        "It starts at 5 p.m. EST on Friday, or 9 a.m. Monday.",
        ["It starts at 5 p.m. EST on Friday, or 9 a.m. Monday."],
    ),
    (
        "pySBD: a.m. and P.M.",
        "At 5 a.m. Mr. Smith went to the bank. He left the bank at 6 P.M. Mr. Smith then went to the store.",
        ["At 5 a.m. Mr. Smith went to the bank.", "He left the bank at 6 P.M.", "Mr. Smith then went to the store."],
    ),
    (
        "months",
        "On Jan. 5 and Dec. 24, 2018, he left. It was Sept. He knew.",
        ["On Jan. 5 and Dec. 24, 2018, he left.", "It was Sept.", "He knew."],
    ),
    (
        "days",
        "On Mon. Jan. 5 it rained. He sat. The sun rose.",
        ["On Mon. Jan. 5 it rained.", "He sat.", "The sun rose."],
    ),
    (
        "Ph.D.",
        "She holds a Ph.D. in law. He has a Ph.D. He is proud.",
        ["She holds a Ph.D. in law.", "He has a Ph.D.", "He is proud."],
    ),
    (
        "Jr.",
        "Martin Luther King Jr. Day is a holiday. He met King Jr. They spoke.",
        ["Martin Luther King Jr. Day is a holiday.", "He met King Jr.", "They spoke."],
    ),
    (
        "D.C. and states",
        "He works in Washington, D.C. She moved to Austin, Tex. They met in Va. Beach.",
        ["He works in Washington, D.C.", "She moved to Austin, Tex.", "They met in Va. Beach."],
    ),
    ("v. in law", "It cited Brown v. Board of Education.", ["It cited Brown v. Board of Education."]),
    ("units end", "It weighs 12 lbs. History will tell.", ["It weighs 12 lbs.", "History will tell."]),
    ("units go on", "He is 6 ft. 2 in. tall.", ["He is 6 ft. 2 in. tall."]),
    ("a unit in brackets", "It rose (by 49 ft). Offshore it fell.", ["It rose (by 49 ft).", "Offshore it fell."]),
    (
        "in capitals",
        "MR. YOON MET DR. LEE. NISSAN MOTOR CORP. PRESIDENT ITO LEFT.",
        ["MR. YOON MET DR. LEE.", "NISSAN MOTOR CORP. PRESIDENT ITO LEFT."],
    ),
    (
        "c. before a year",
        "It was built c. 1225 and rebuilt (d. 1560).",
        ["It was built c. 1225 and rebuilt (d. 1560)."],
    ),
    ("German: z. B.", "Er mag z. B. Tee. Sie nicht.", ["Er mag z. B. Tee.", "Sie nicht."]),
    ("German: ordinal", "Er kam am 3. Oktober an. Sie nicht.", ["Er kam am 3. Oktober an.", "Sie nicht."]),
    ("a.k.a. and P.S.", "He is a.k.a. The Boss. P.S. I know him.", ["He is a.k.a. The Boss.", "P.S. I know him."]),
    ("an abbreviation of no table", "See Pkg. North and Mgt. South.", ["See Pkg. North and Mgt. South."]),
    ("section numbers", "See Sect. 3.2. The rest is new.", ["See Sect. 3.2.", "The rest is new."]),
    ("an ampersand", "Mr. & Mrs. Smith left.", ["Mr. & Mrs. Smith left."]),
]

INITIALS: list[SentenceCase] = [
    ("two initials", "J. K. Rowling wrote it. She lives there.", ["J. K. Rowling wrote it.", "She lives there."]),
    ("initials together", "J.K. Rowling wrote it.", ["J.K. Rowling wrote it."]),
    (
        "a middle initial",
        "George W. Bush met John F. Kennedy Jr. in Texas.",
        ["George W. Bush met John F. Kennedy Jr. in Texas."],
    ),
    ("A. as an initial", "J. A. Smith and A. The end.", ["J. A. Smith and A.", "The end."]),
    ("Plan B", "They chose Plan B. Tokyo agreed.", ["They chose Plan B.", "Tokyo agreed."]),
    ("vitamin C", "He took vitamin C. It helped.", ["He took vitamin C.", "It helped."]),
    ("World War I", "It ended World War I. Germany lost.", ["It ended World War I.", "Germany lost."]),
    (
        "pySBD: you and I",
        "We make a good team, you and I. Did you see Albert I. Jones yesterday?",
        ["We make a good team, you and I.", "Did you see Albert I. Jones yesterday?"],
    ),
    ("a work's number", "Schubert wrote a song (D. 944) in Vienna.", ["Schubert wrote a song (D. 944) in Vienna."]),
    (
        "a variable",
        "The path runs from x to y. Connectedness follows.",
        ["The path runs from x to y.", "Connectedness follows."],
    ),
    ("Cyrillic initials", "А. С. Пушкин родился в Москве. Он писал.", ["А. С. Пушкин родился в Москве.", "Он писал."]),
]

NUMBERS: list[SentenceCase] = [
    ("decimals", "It rose 3.5 percent to 1.25. Then it fell.", ["It rose 3.5 percent to 1.25.", "Then it fell."]),
    ("thousands", "It cost 1,000.50 yen. He paid.", ["It cost 1,000.50 yen.", "He paid."]),
    (
        "versions",
        "Python 3.11.7 is out. Version 2.0. It is new.",
        ["Python 3.11.7 is out.", "Version 2.0.", "It is new."],
    ),
    (
        "URL",
        "See https://www.example.com/a.b?c=d.E for more. It is free.",
        ["See https://www.example.com/a.b?c=d.E for more.", "It is free."],
    ),
    ("URL ends", "Visit www.example.com. Then call.", ["Visit www.example.com.", "Then call."]),
    (
        "pySBD: e-mail",
        "Her email is Jane.Doe@example.com. I sent her an email.",
        ["Her email is Jane.Doe@example.com.", "I sent her an email."],
    ),
    (
        "file names",
        "Open report.pdf and notes.Final.docx. Save them.",
        ["Open report.pdf and notes.Final.docx.", "Save them."],
    ),
    ("code", "Call System.out.println and os.Path now.", ["Call System.out.println and os.Path now."]),
    (
        "pySBD: N°.",
        "You can find it at N°. 1026.253.553. That is where the treasure is.",
        ["You can find it at N°. 1026.253.553.", "That is where the treasure is."],
    ),
    (
        "a footnote",
        "The talks ended.[3] Next came trade.[4][a] Then rest.",
        ["The talks ended.[3]", "Next came trade.[4][a]", "Then rest."],
    ),
    ("a raised footnote", "The talks ended.³ Next came trade.", ["The talks ended.³", "Next came trade."]),
    ("a footnote that lost its height", "The talks ended.3 The trade grew.", ["The talks ended.3", "The trade grew."]),
    (
        "citation needed",
        "The talks ended.[citation needed] They won.",
        ["The talks ended.[citation needed]", "They won."],
    ),
]

ELLIPSES: list[SentenceCase] = [
    ("in mid-sentence", "The talks ... ended well.", ["The talks ... ended well."]),
    ("in mid-sentence before a name", "The talks ... Tokyo said ... ended.", ["The talks ... Tokyo said ... ended."]),
    ("at the end", "He waited... Then he left.", ["He waited...", "Then he left."]),
    ("one character", "He waited… Then he left… quietly.", ["He waited…", "Then he left… quietly."]),
    ("a stammer", "I... I do not know.", ["I... I do not know."]),
    ("left out", "He called it “a win [...] Tokyo needs”.", ["He called it “a win [...] Tokyo needs”."]),
    (
        "pySBD: four dots",
        "I never meant that.... She left the store.",
        ["I never meant that....", "She left the store."],
    ),
    (
        "pySBD: spaced dots",
        "I wasn't really ... well, what I mean...see . . . what I'm saying, the thing is . . . I didn't mean it. So.",
        [
            "I wasn't really ... well, what I mean...see . . . what I'm saying, the thing is . . .",
            "I didn't mean it.",
            "So.",
        ],
    ),
    ("question and dots", "Really?... Yes!.. Well.", ["Really?...", "Yes!..", "Well."]),
    ("pySBD: runs", "Hello!! Long time. Hello?! Is that you?", ["Hello!!", "Long time.", "Hello?!", "Is that you?"]),
]

QUOTATIONS: list[SentenceCase] = [
    ("a quote ends", 'He said "Stop!" Then he left.', ['He said "Stop!"', "Then he left."]),
    ("a quote goes on", '"Is it urgent?" he asked.', ['"Is it urgent?" he asked.']),
    (
        "a quote goes on with a name",
        '"Is it urgent?" Kishida asked. "Yes!" Prime Minister Kim said.',
        ['"Is it urgent?" Kishida asked.', '"Yes!" Prime Minister Kim said.'],
    ),
    ("a quote goes on with I", '"Is it urgent?" I asked.', ['"Is it urgent?" I asked.']),
    (
        "the closing quote belongs to it",
        'They are "partners on global agendas." He left.',
        ['They are "partners on global agendas."', "He left."],
    ),
    (
        "curly quotes",
        "He said “Stop!” Then he left. “Why?” she asked.",
        ["He said “Stop!”", "Then he left.", "“Why?” she asked."],
    ),
    (
        "British style",
        "They spoke of 'a new chapter'. Tokyo agreed.",
        ["They spoke of 'a new chapter'.", "Tokyo agreed."],
    ),
    (
        "British style, period inside",
        "She said: 'We agree.' Tokyo did too.",
        ["She said: 'We agree.'", "Tokyo did too."],
    ),
    (
        "single and double",
        "He said, \"She told me 'no.'\" Then he left.",
        ["He said, \"She told me 'no.'\"", "Then he left."],
    ),
    ("sentences inside", '"We met. We spoke. We left," he said.', ['"We met.', "We spoke.", 'We left," he said.']),
    ("a quote begins", 'He left. "We agree," she said.', ["He left.", '"We agree," she said.']),
    (
        "pySBD: period before said",
        'She turned to him, "This is great." she said.',
        ['She turned to him, "This is great." she said.'],
    ),
    (
        "pySBD: a new sentence",
        'She turned to him, "This is great." She held the book out to show him.',
        ['She turned to him, "This is great."', "She held the book out to show him."],
    ),
    ("a quote that stands apart", 'He said "we agree. " Then he left.', ['He said "we agree. "', "Then he left."]),
    ("French", "Il a dit : « Arrêtez ! » Puis il est parti.", ["Il a dit : « Arrêtez ! »", "Puis il est parti."]),
    ("German", "Er rief: „Halt!“ Dann ging er.", ["Er rief: „Halt!“", "Dann ging er."]),
    ("Spanish", "¿Qué pasa? ¡Nada! Vale.", ["¿Qué pasa?", "¡Nada!", "Vale."]),
    ("a bracket after the period", "(He left early.) She stayed.", ["(He left early.)", "She stayed."]),
    (
        "pySBD: a sentence in brackets",
        "He teaches science (He worked for 5 years as an engineer.) at the local University.",
        ["He teaches science (He worked for 5 years as an engineer.) at the local University."],
    ),
    ("bold", "**Note.** The talks ended. _Really._ Yes.", ["**Note.**", "The talks ended.", "_Really._", "Yes."]),
    (
        "Yahoo!",
        "She works at Yahoo! Japan and at Yahoo! in London.",
        ["She works at Yahoo! Japan and at Yahoo! in London."],
    ),
]

WRAPPED: list[SentenceCase] = [
    (
        "one break",
        "The remarks came after\nJapanese officials spoke.",
        ["The remarks came after\nJapanese officials spoke."],
    ),
    ("two paragraphs", "The talks ended\n\nTokyo agreed", ["The talks ended", "Tokyo agreed"]),
    ("a blank line with spaces", "The talks ended\n \t\nTokyo agreed", ["The talks ended", "Tokyo agreed"]),
    (
        "CRLF",
        "The talks ended in\r\nTokyo today.\r\n\r\nThey agreed",
        ["The talks ended in\r\nTokyo today.", "They agreed"],
    ),
    ("form feed", "The talks ended\fTokyo agreed", ["The talks ended", "Tokyo agreed"]),
    ("a break after the end", "The talks ended.\nTokyo agreed.", ["The talks ended.", "Tokyo agreed."]),
    ("a break inside a title", "He met Mr.\nYoon.", ["He met Mr.\nYoon."]),
    (
        "wrapped before a number",
        "There were, all in all and on the whole, about\n12. The rest left.",
        ["There were, all in all and on the whole, about\n12.", "The rest left."],
    ),
    (
        "wrapped before a dash",
        "The two leaders of the neighbours in East Asia met\n- both for the first time - in Tokyo.",
        ["The two leaders of the neighbours in East Asia met\n- both for the first time - in Tokyo."],
    ),
    (
        "wrapped names",
        "The president, Yoon Suk Yeol, and\nFumio Kishida, who leads\nJapan, met.",
        ["The president, Yoon Suk Yeol, and\nFumio Kishida, who leads\nJapan, met."],
    ),
    (
        "pySBD: cut off",
        "This is a sentence\ncut off in the middle because pdf.",
        ["This is a sentence\ncut off in the middle because pdf."],
    ),
]

LISTS: list[SentenceCase] = [
    ("dashes", "- trade\n- security\n- visits", ["- trade", "- security", "- visits"]),
    ("a line above", "They agreed on:\n* trade\n* security", ["They agreed on:", "* trade", "* security"]),
    ("bullets", "• Trade talks\n• Security talks", ["• Trade talks", "• Security talks"]),
    ("numbers", "1. Trade\n2. Security. It is new.", ["1. Trade", "2. Security.", "It is new."]),
    ("letters", "a) trade\nb) security\n(c) visits", ["a) trade", "b) security", "(c) visits"]),
    (
        "an item of two lines",
        "- The talks on trade\n  will resume.\n- Visits",
        ["- The talks on trade\n  will resume.", "- Visits"],
    ),
    (
        "a lazy item",
        "- The talks on trade and on\nsecurity will resume.\n- Visits",
        ["- The talks on trade and on\nsecurity will resume.", "- Visits"],
    ),
    ("boxes", "- [ ] call Kim\n- [x] write to Ito", ["- [ ] call Kim", "- [x] write to Ito"]),
    (
        "pySBD: a list inside a line",
        "1. The first item 2. The second item 3. The third",
        ["1. The first item", "2. The second item", "3. The third"],
    ),
    (
        "pySBD: with periods",
        "1.) The first item. 2.) The second item.",
        ["1.) The first item.", "2.) The second item."],
    ),
    (
        "keys and values",
        "Name: Yoon Suk Yeol\nOffice: President\nSince: May 2022",
        ["Name: Yoon Suk Yeol", "Office: President", "Since: May 2022"],
    ),
    (
        "one key in prose",
        "The minister said this in a word: the talks\nhad ended.",
        ["The minister said this in a word: the talks\nhad ended."],
    ),
    (
        "a transcript",
        "Yoon: We will meet again. Soon.\nKishida: I hope so.",
        ["Yoon: We will meet again.", "Soon.", "Kishida: I hope so."],
    ),
    (
        "rows",
        "| Country | Leader |\n|---|---|\n| Japan | Kishida |",
        ["| Country | Leader |", "|---|---|", "| Japan | Kishida |"],
    ),
    ("rows without edges", "Japan | Kishida\nKorea | Yoon", ["Japan | Kishida", "Korea | Yoon"]),
    ("rows with tabs", "Japan\tKishida\nKorea\tYoon", ["Japan\tKishida", "Korea\tYoon"]),
    (
        "Markdown headings",
        "# The summit\nThe talks ended.\n## Trade\nIt grew.",
        ["# The summit", "The talks ended.", "## Trade", "It grew."],
    ),
    (
        "Markdown underlined",
        "The summit\n==========\nThe talks ended.",
        ["The summit", "==========", "The talks ended."],
    ),
    (
        "fences",
        "Run this:\n```\npip install x\npython -m x. Y\n```\nThen wait.",
        ["Run this:", "```", "pip install x", "python -m x. Y", "```", "Then wait."],
    ),
    ("a fence never closed", "```\nThe talks ended in\nTokyo today.", ["```", "The talks ended in\nTokyo today."]),
    ("a rule", "The talks ended\n---\nTokyo agreed", ["The talks ended", "---", "Tokyo agreed"]),
    (
        "three short lines",
        "Yoon Suk Yeol\nFumio Kishida\nHirokazu Matsuno",
        ["Yoon Suk Yeol", "Fumio Kishida", "Hirokazu Matsuno"],
    ),
    (
        "short lines after a colon",
        "The guests were the following three people:\nYoon Suk Yeol\nFumio Kishida\nJoe Biden",
        ["The guests were the following three people:", "Yoon Suk Yeol", "Fumio Kishida", "Joe Biden"],
    ),
    (
        "short lines, then prose",
        "Yoon Suk Yeol\nFumio Kishida\nJoe Biden\nThey met in Tokyo.",
        ["Yoon Suk Yeol", "Fumio Kishida", "Joe Biden", "They met in Tokyo."],
    ),
    (
        "short lines of a wrapped text",
        "South Korean President Yoon\nJapanese Prime Minister Kishida\nUS President Biden\nand others met.",
        ["South Korean President Yoon\nJapanese Prime Minister Kishida\nUS President Biden\nand others met."],
    ),
    (
        "pySBD: notes",
        "features\ncontact manager\nevents, activities\n",
        ["features", "contact manager", "events, activities"],
    ),
    (
        "a credit under a caption",
        "Yoon and Kishida in Tokyo\nPhoto: Kim Hong-ji/Reuters\n\nThey met.",
        ["Yoon and Kishida in Tokyo", "Photo: Kim Hong-ji/Reuters", "They met."],
    ),
    (
        "a link line above prose",
        "READ MORE: What now? Tokyo waits\nThe talks ended.",
        ["READ MORE: What now? Tokyo waits", "The talks ended."],
    ),
    (
        "records",
        "name,age,city\nAlice,30,the old city of Tokyo, far away from all of the other ones\nBob,25,Seoul",
        ["name,age,city", "Alice,30,the old city of Tokyo, far away from all of the other ones", "Bob,25,Seoul"],
    ),
    (
        "thousands are no records",
        "It cost 1,000,000 yen and\n2,000,000 won.",
        ["It cost 1,000,000 yen and\n2,000,000 won."],
    ),
    ("a programme", "10:30 Opening remarks\n11:00 Coffee", ["10:30 Opening remarks", "11:00 Coffee"]),
    (
        "a chat",
        "[10:31] Kim: hello\n[10:32] Ito: Hi. How are you?",
        ["[10:31] Kim: hello", "[10:32] Ito: Hi.", "How are you?"],
    ),
    (
        "a log",
        "2023-03-16 10:30:01 INFO up\n2023-03-16 10:30:02 WARN full",
        ["2023-03-16 10:30:01 INFO up", "2023-03-16 10:30:02 WARN full"],
    ),
    (
        "a prose line with a bar",
        "It is long | but one. It ended. " + "It goes on and on. " * 15,
        ["It is long | but one.", "It ended.", *["It goes on and on."] * 15],
    ),
    ("a signature", "Regards\n--\nKim Hong-ji", ["Regards", "--", "Kim Hong-ji"]),
]

SCRAPED: list[SentenceCase] = [
    ("a lost space", "It ended, he said.The talks went on.", ["It ended, he said.", "The talks went on."]),
    (
        "after a quote",
        'They share "global agendas."The talks went on.',
        ['They share "global agendas."', "The talks went on."],
    ),
    ("before a quote", 'It ended, he said."We agree," she added.', ["It ended, he said.", '"We agree," she added.']),
    (
        "before a curly quote",
        "It ended, he said.“We agree,” she added.",
        ["It ended, he said.", "“We agree,” she added."],
    ),
    ("after a bracket", "It ended (he said).The talks went on.", ["It ended (he said).", "The talks went on."]),
    ("after a name", "They met in Tokyo.The talks went on.", ["They met in Tokyo.", "The talks went on."]),
    ("after a year", "They met in 2018.The talks went on.", ["They met in 2018.", "The talks went on."]),
    ("after a question", "Was it over?Nobody knew.", ["Was it over?", "Nobody knew."]),
    ("before I", "It ended.I left.", ["It ended.", "I left."]),
    (
        "pySBD: three of them",
        "Hello world.Today is Tuesday.Mr. Smith went to the store and bought 1,000.That is a lot.",
        ["Hello world.", "Today is Tuesday.", "Mr. Smith went to the store and bought 1,000.", "That is a lot."],
    ),
    ("not a domain", "He uses example.Com and node.Js daily.", ["He uses example.Com and node.Js daily."]),
    (
        "not an address",
        "Write to yoon.Suk@blue.house.Kr or http://blue.house/page.The.",
        ["Write to yoon.Suk@blue.house.Kr or http://blue.house/page.The."],
    ),
    ("not a method", "Call reader.Read(line) twice.", ["Call reader.Read(line) twice."]),
    ("not two letters", "It is v.Two of it.", ["It is v.Two of it."]),
    (
        "not an abbreviation",
        "See Fig.3 The end, Jan.5 The start, No.10 Downing Street.",
        ["See Fig.3 The end, Jan.5 The start, No.10 Downing Street."],
    ),
    ("after dots", "He waited…Then he left.", ["He waited…", "Then he left."]),
]

SCRIPTS: list[SentenceCase] = [
    (
        "Japanese",
        "両首脳は東京で会談した。関係は改善した！本当？はい。",
        ["両首脳は東京で会談した。", "関係は改善した！", "本当？", "はい。"],
    ),
    ("Japanese quotation", "「行こう。」と彼は言った。次は明日。", ["「行こう。」と彼は言った。", "次は明日。"]),
    ("Japanese brackets", "会談した（東京で）。次は明日。", ["会談した（東京で）。", "次は明日。"]),
    ("Chinese", "他们在东京会谈。关系改善了。", ["他们在东京会谈。", "关系改善了。"]),
    ("Chinese quotation", "“我们同意。”他说。会谈结束。", ["“我们同意。”他说。", "会谈结束。"]),
    ("Chinese with Latin marks", "他走了!我也走了?好.", ["他走了!", "我也走了?", "好."]),
    ("Korean", "두 정상이 도쿄에서 만났다. 관계가 나아졌다.", ["두 정상이 도쿄에서 만났다.", "관계가 나아졌다."]),
    ("Arabic", "هل انتهت المحادثات؟ نعم. اتفق الطرفان.", ["هل انتهت المحادثات؟", "نعم.", "اتفق الطرفان."]),
    ("Hindi", "वार्ता समाप्त हुई। दोनों सहमत हैं।", ["वार्ता समाप्त हुई।", "दोनों सहमत हैं।"]),
    ("Greek", "Συναντήθηκαν στο Τόκιο. Συμφώνησαν.", ["Συναντήθηκαν στο Τόκιο.", "Συμφώνησαν."]),
    ("Russian", "Переговоры закончились. Стороны согласились.", ["Переговоры закончились.", "Стороны согласились."]),
    ("Hebrew", "השיחות הסתיימו. הצדדים הסכימו.", ["השיחות הסתיימו.", "הצדדים הסכימו."]),
    ("full-width decimals", "３．５％増えた。終わり。", ["３．５％増えた。", "終わり。"]),
]

SENTENCES = [
    *ARTICLES,
    *PLAIN,
    *ABBREVIATIONS,
    *INITIALS,
    *NUMBERS,
    *ELLIPSES,
    *QUOTATIONS,
    *WRAPPED,
    *LISTS,
    *SCRAPED,
    *SCRIPTS,
]

# Sentences where the loader knows the headings: (name, text, the headings, the sentences).
HEADED: list[tuple[str, str, list[str], list[str]]] = [
    ("a heading above a line", "The summit\nThe talks ended.", ["The summit"], ["The summit", "The talks ended."]),
    (
        "a heading keeps its marks",
        "What now? Dr. Who? Tokyo\nThey met.",
        ["What now? Dr. Who? Tokyo"],
        ["What now? Dr. Who? Tokyo", "They met."],
    ),
    (
        "a heading of two lines",
        "The summit of\nTokyo\nThey met.",
        ["The summit of\nTokyo"],
        ["The summit of\nTokyo", "They met."],
    ),
    ("a heading inside a line", "They met. Trade It grew.", ["Trade"], ["They met.", "Trade", "It grew."]),
    (
        "a blank line parts a heading too",
        "The summit\n\nTokyo\n\nThey met.",
        ["The summit\n\nTokyo"],
        ["The summit", "Tokyo", "They met."],
    ),
]

WORDS: list[tuple[str, str, str]] = [  # (name, text, its words with spaces between)
    ("nothing", " .,- ", ""),
    ("punctuation", 'Japan, (South) Korea: "ties"!', "Japan South Korea ties"),
    ("an apostrophe inside", "Yoon's and Korea’s rock'n'roll", "Yoon's and Korea’s rock'n'roll"),
    ("an apostrophe outside", "'shuttle' countries' ’twas", "shuttle countries twas"),
    ("hyphens part", "tit-for-tat, fence-mending Suk-yeol", "tit for tat fence mending Suk yeol"),
    ("dashes part", "ties—Tokyo – Seoul 1910-1945", "ties Tokyo Seoul 1910 1945"),
    ("capitals and a number", "COVID-19, Covid-19, F-16, MH-370", "COVID-19 Covid-19 F-16 MH-370"),
    ("a word and a year", "mid-2018 pre-1945", "mid 2018 pre 1945"),
    (
        "abbreviations",
        "the U.S. and the U.S.-Japan, at 5 p.m., e.g. U.S.A",
        "the U.S. and the U.S. Japan at 5 p.m. e.g. U.S.A",
    ),
    ("U.S without its end", "U.S citizens", "U.S citizens"),
    ("Ph.D.", "a Ph.D. in law", "a Ph.D. in law"),
    ("initials", "J. K. Rowling, J.K. Rowling", "J K Rowling J.K. Rowling"),
    ("the end of a sentence", "It ended. Then", "It ended Then"),
    ("numbers", "3.5, 1,000 and 1,000,000.", "3.5 1,000 and 1,000,000"),
    ("signs stay outside", "5.2% $5 -3 €1,000.50 #7", "5.2 5 3 1,000.50 7"),
    ("a list of numbers", "1,2,3 and 1, 2", "1 2 3 and 1 2"),
    ("times and versions", "10:30 v2.1 3.11.7", "10:30 v2.1 3.11.7"),
    ("dates", "16/03/2023 2023-03-16", "16 03 2023 2023 03 16"),
    ("letters and digits", "G7 5G 90s 3rd x1", "G7 5G 90s 3rd x1"),
    ("and between capitals", "AT&T R&D this&that", "AT&T R&D this that"),
    ("underscores part", "snake_case", "snake case"),
    ("accents", "Café cafe\u0301 naïve Übung", "Café cafe\u0301 naïve Übung"),
    ("ideographs and kana", "東京でカフェ2023年", "東 京 で カ フ ェ 2023 年"),
    ("Korean", "두 정상이 만났다", "두 정상이 만났다"),
    ("Hindi", "हिन्दी में।", "हिन्दी में"),
    ("Arabic", "هل انتهت؟", "هل انتهت"),
    ("an address", "yoon@house.kr", "yoon house kr"),
]

# Five full sentences: a page of prose, where a stray line is not data.
PROSE = (
    "Japan and South Korea announced the end of trade measures. The leaders met in Tokyo for a summit.\n\n"
    "Relations deteriorated after a court ruling in 2018. Seoul announced a plan this month. Tokyo welcomed it."
)

HEADINGS: list[tuple[str, str, list[tuple[str, int]]]] = [  # (name, text, headings with their levels)
    ("the summit has none", SUMMIT, []),
    (
        "shuttle diplomacy",
        SHUTTLE,
        [
            ("Japan, South Korea pledge renewed 'shuttle diplomacy' after ties reset", 1),
            ("Urgent need to strengthen ties", 2),
        ],
    ),
    ("a title", f"The summit of Tokyo\n\n{PROSE}", [("The summit of Tokyo", 1)]),
    ("a title after blank lines", f"\n\n  The summit of Tokyo\n\n{PROSE}", [("The summit of Tokyo", 1)]),
    ("a title and a heading", f"The summit\n\nTrade talks\n\n{PROSE}", [("The summit", 1), ("Trade talks", 2)]),
    ("a heading below prose", f"{PROSE}\n\nThe ruling of 2018\n\n{PROSE}", [("The ruling of 2018", 2)]),
    (
        "a title with a colon",
        f"Tokyo summit: what the leaders agreed\n\n{PROSE}",
        [("Tokyo summit: what the leaders agreed", 1)],
    ),
    ("a numbered heading", f"{PROSE}\n\n2. Trade\n\n{PROSE}", [("2. Trade", 2)]),
    ("a quoted heading", f"{PROSE}\n\n'A new chapter'\n\n{PROSE}", [("'A new chapter'", 2)]),
    ("a heading above a link line", f"{PROSE}\n\nTrade\n\nREAD MORE: Ties\n\n{PROSE}", [("Trade", 2)]),
    ("Japanese", "首脳会談\n\n両首脳は東京で会談した。関係は改善した。", [("首脳会談", 1)]),
    ("nothing below", f"{PROSE}\n\nRoute 6", []),
    ("a sentence", f"They met.\n\n{PROSE}", []),
    ("a question", f"What now?\n\n{PROSE}", []),
    ("too long", f"{'Word ' * 13}\n\n{PROSE}", []),
    ("two lines", f"The summit\nof Tokyo\n\n{PROSE}", []),
    ("lower case", f"the summit\n\n{PROSE}", []),
    ("a list above prose", f"{PROSE}\n\nYoon\n\nKishida\n\nBiden\n\n{PROSE}", []),
    ("an item", f"- The summit\n\n{PROSE}", []),
    ("a key and its value", f"Door code: 4711\n\n{PROSE}", []),
    ("a number worth keeping", f"Door code 4711\n\n{PROSE}", []),
    ("an address worth keeping", f"Write to yoon@house.kr\n\n{PROSE}", []),
    ("a credit", f"Photo by Lee Jin-man\n\n{PROSE}", []),
    ("a link line", f"READ MORE: Ties\n\n{PROSE}", []),
    ("a line ending in a comma", f"Dear Mr. Yoon,\n\n{PROSE}", []),
    (
        "a title above a byline",
        f"Leaders meet in Tokyo\n\nBy Kim Tong-hyung\n\nMarch 16, 2023\n\n{PROSE}",
        [("Leaders meet in Tokyo", 1)],
    ),
    (
        "a menu above a title",
        f"World\n\nAsia\n\nThe leaders meet in Tokyo\n\n{PROSE}",
        [("The leaders meet in Tokyo", 1)],
    ),
    ("prose above a heading", f"They met.\n\n{PROSE}\n\nTrade\n\n{PROSE}", [("Trade", 2)]),
]

CAPTION = (
    "South Korea's President Yoon Suk Yeol (left) and Japan's Prime Minister Fumio Kishida (right) held a joint news "
    "conference at the prime minister's official residence in Tokyo on Thursday."
)

FURNITURE: list[tuple[str, str, list[str]]] = [  # (name, text, the furniture in it, in order)
    ("the summit has none", SUMMIT, []),
    (
        "shuttle diplomacy",
        SHUTTLE,
        [
            "Japan, South Korea pledge renewed 'shuttle diplomacy' after ties reset",
            "Reuters",
            CAPTION,
            "READ MORE: South Korea premier arrives in Japan to open 'new chapter'",
            "Loading...",
            "Urgent need to strengthen ties",
            "READ MORE: South Korea plan will help 'restore healthy ties' – Japan FM",
            "Route 6",
        ],
    ),
    # credits
    ("an agency", f"{PROSE}\nReuters\n\n{PROSE[:58]}", ["Reuters", PROSE[:58]]),
    ("an agency in brackets", f"{PROSE} (AP)", ["(AP)"]),
    ("AFP via Getty Images", f"AFP via Getty Images\n\n{PROSE}", ["AFP via Getty Images"]),
    (
        "AP Photo with a name",
        f"Yoon met Kishida. (AP Photo/Lee Jin-man, Pool)\n\n{PROSE}",
        ["(AP Photo/Lee Jin-man, Pool)"],
    ),
    ("a name and an agency", f"Kim Hong-ji/Pool via Reuters\n\n{PROSE}", ["Kim Hong-ji/Pool via Reuters"]),
    ("a name via an agency", f"Lee Jin-man via AP\n\n{PROSE}", ["Lee Jin-man via AP"]),
    ("Photo by", f"Photo by Lee Jin-man\n\n{PROSE}", ["Photo by Lee Jin-man"]),
    ("Photo by with a period", f"Photo by Lee Jin-man.\n\n{PROSE}", ["Photo by Lee Jin-man."]),
    ("File photo", f"File photo\n\n{PROSE}", ["File photo"]),
    ("Image:", f"Image: Getty, Tokyo, 2023\n\n{PROSE}", ["Image: Getty, Tokyo, 2023"]),
    (
        "Photo credit at the end of a caption",
        f"Yoon met Kishida. Photo: Kim Hong-ji\n\n{PROSE}",
        ["Photo: Kim Hong-ji"],
    ),
    (
        "a copyright line",
        f"{PROSE}\n\n© 2023 The Daily. All rights reserved.",
        ["© 2023 The Daily. All rights reserved."],
    ),
    ("Copyright in words", f"{PROSE}\n\nCopyright 2023 by The Daily", ["Copyright 2023 by The Daily"]),
    # the page
    ("Loading", f"Loading…\n\n{PROSE}", ["Loading…"]),
    ("an advertisement", f"{PROSE}\nAdvertisement\nThey left.", ["Advertisement"]),
    (
        "Story continues below",
        f"Story continues below advertisement\n\n{PROSE}",
        ["Story continues below advertisement"],
    ),
    ("READ MORE", f"READ MORE: What now? Tokyo waits\n\n{PROSE}", ["READ MORE: What now? Tokyo waits"]),
    ("RELATED", f"RELATED: Tokyo waits\n\n{PROSE}", ["RELATED: Tokyo waits"]),
    ("SEE ALSO without a colon", f"SEE ALSO Tokyo waits for Seoul\n\n{PROSE}", ["SEE ALSO Tokyo waits for Seoul"]),
    ("Watch", f"Watch: Kishida greets Yoon in Tokyo\n\n{PROSE}", ["Watch: Kishida greets Yoon in Tokyo"]),
    ("Related articles", f"{PROSE}\n\nRelated articles\n\n- Tokyo waits", ["Related articles"]),
    ("sharing", f"Share this article on Facebook\n\n{PROSE}", ["Share this article on Facebook"]),
    ("following", f"{PROSE}\n\nFollow us on Twitter and Facebook.", ["Follow us on Twitter and Facebook."]),
    (
        "a newsletter",
        f"{PROSE}\n\nSign up for our daily newsletter to get the news.",
        ["Sign up for our daily newsletter to get the news."],
    ),
    ("Subscribe", f"{PROSE}\n\nSubscribe now", ["Subscribe now"]),
    ("cookies", f"We use cookies to improve our service.\n\n{PROSE}", ["We use cookies to improve our service."]),
    ("a privacy link", f"{PROSE}\n\nPrivacy Policy", ["Privacy Policy"]),
    ("a page number", f"{PROSE}\n\nPage 3 of 10\n\n{PROSE[:58]}", ["Page 3 of 10", PROSE[:58]]),
    ("a page number between dashes", f"{PROSE}\n\n- 3 -\n", ["- 3 -"]),
    ("a page number alone", f"{PROSE}\n\n12\n", ["12"]),
    ("a rule", f"{PROSE}\n\n* * *\n", ["* * *"]),
    # repeats
    ("a caption twice", f"{CAPTION}\n\n{CAPTION}\n", [CAPTION]),
    (
        "a caption three times, other case, wrapped",
        "They met in Tokyo.\n\nThey met in\nTokyo.\n\nTHEY MET IN TOKYO.",
        ["They met in\nTokyo.", "THEY MET IN TOKYO."],
    ),
    ("three words twice", "They met there. He left. They met there.", []),
    ("an item twice", "- Phone: see the front desk\n- Phone: see the front desk", []),
    ("a row twice", "| Total | 5 | 6 | 7 |\n| Total | 5 | 6 | 7 |", []),
    ("a value twice", "Alice\nPhone: see the desk\nBob\nPhone: see the desk", []),
    # strays
    ("a stray line", f"{PROSE}\n\nRoute 6", ["Route 6"]),
    ("a stray line with no prose", "Yoon met Kishida in Tokyo.\n\nRoute 6", []),
    ("a stray item", f"{PROSE}\n\n- Route 6", []),
    ("a stray value", f"{PROSE}\n\nDoor code: 4711", []),
    ("a stray number worth keeping", f"{PROSE}\n\nDoor code 4711", []),
    ("a stray amount", f"{PROSE}\n\nTotal $50\n\nAbout 5 km", []),
    ("a stray address", f"{PROSE}\n\nyoon@house.kr", []),
    ("a stray sentence", f"{PROSE}\n\nThey met.", []),
    ("names with blank lines between", f"{PROSE}\n\nYoon Suk Yeol\n\nFumio Kishida\n\nJoe Biden", []),
    ("names one below the other", f"{PROSE}\n\nYoon Suk Yeol\nFumio Kishida\nJoe Biden", []),
    ("four words", f"{PROSE}\n\nThe road to Seoul", []),
    ("a note", "Door code: 4711\n\nWifi: sakura\n\nAlice\n\nBob", []),
    # mentions
    ("Reuters in prose", "Reuters reported that the talks had ended.", []),
    ("Reuters in a quotation", "He said: 'Reuters reported that the talks had ended.'", []),
    ("a dateline", "TOKYO (Reuters) - The leaders met on Thursday.", []),
    ("told AFP", f"{PROSE} The talks ended, he told AFP.", []),
    ("read more in prose", "People read more books in 2023 than before.", []),
    ("Read More as a name", f"{PROSE} The group Read More Books met in Tokyo.", []),
    ("watch as a word", "Watch: the word comes from Old English.", []),
    ("a watch for sale", "Watch: Rolex\nPrice: 5,000", []),
    ("an image of a container", "Image: nginx\nPort: 80", []),
    ("Photos by in prose", "Photos by the police show the two leaders in Tokyo.", []),
    ("a copyright case", "Copyright law changed in Japan.", []),
    ("shares fell", "Share prices fell in Tokyo on Thursday.", []),
    ("share as a verb", "Share the bread with the neighbours.", []),
    ("subscribers", "Subscribers to the newsletter rose by a tenth.", []),
    ("a course to sign up for", "Sign up for the course by 5 May.", []),
    ("cookies in a recipe", "The cookies are in the oven.", []),
    ("a page in prose", "Page 3 of the treaty names both states.", []),
    ("an advertisement in prose", "Advertisement spending fell in 2023.", []),
    ("follow in prose", "Follow us to the gate on the left.", []),
    ("loading in prose", "Loading the ship took three days.", []),
    ("steps", "Open the page. Sign in. Click on the name.", []),
    ("email as data", "Email\n\nyoon@house.kr", []),
    (
        "related in prose",
        "Related: the two words share a root in Latin, as the dictionary says.",
        ["Related: the two words share a root in Latin, as the dictionary says."],
    ),
    ("a story that continues", "The story continues below the sea.", []),
    ("all rights", "All rights reserved for women were listed.", []),
    ("a byline and a date", f"By Kim Tong-hyung\n\nMarch 16, 2023\n\n{PROSE}", []),
    (
        "a menu",
        f"World\n\nAsia\n\nThe leaders meet in Tokyo\n\n{PROSE}",
        ["World", "Asia", "The leaders meet in Tokyo"],
    ),
    (
        "where to follow",
        f"{PROSE}\n\nFollow AP's coverage at https://apnews.com/asia",
        ["Follow AP's coverage at https://apnews.com/asia"],
    ),
    ("a record twice", "Alice,30,Tokyo, the city of\nAlice,30,Tokyo, the city of", []),
]
