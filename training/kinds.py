# ruff: noqa: E501  (a kind is one line)
"""Words of one kind, for making near misses: swapping one for another changes what a question asks."""

from __future__ import annotations

# Each line is a kind: a word may be swapped for any other of its line.
GROUPS = [
    line.split(", ")
    for line in """
January, February, March, April, May, June, July, August, September, October, November, December
Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday
spring, summer, autumn, winter
first, second, third, fourth, fifth, last
north, south, east, west
northern, southern, eastern, western, central
North, South, East, West
president, prime minister, chancellor, king, queen, governor, mayor, ambassador, foreign minister, finance minister, defence minister, spokesman
President, Prime Minister, Chancellor, King, Queen, Governor, Mayor, Ambassador, Foreign Minister, Vice President
court, parliament, cabinet, senate, council, commission, committee, ministry, police, army
Supreme Court, Constitutional Court, Parliament, Senate, Cabinet, Council, Commission, Congress
father, mother, brother, sister, son, daughter, wife, husband, uncle, aunt, grandfather, grandmother, cousin
boyfriend, girlfriend, roommate, boss, neighbor, teacher, parents, friend
doctor, lawyer, teacher, engineer, farmer, soldier, journalist, actor, singer, author, director, producer, coach
emperor, bishop, pope, general, admiral, duke, prince, princess, sultan
company, university, school, hospital, museum, church, bank, airport, hotel, restaurant
cats, dogs, horses, birds, fish, sheep, pigs, cows
cat, dog, horse, bird, sheep, pig, cow
red, blue, green, yellow, black, white, brown, purple, orange, pink
gold, silver, copper, iron, steel, aluminium, plastic, wood, glass
oil, gas, coal, water, electricity
rice, wheat, corn, sugar, coffee, tea, milk, meat
football, basketball, baseball, tennis, hockey, cricket, golf, rugby
book, film, song, album, game, show, novel, poem, painting, series, episode
books, films, songs, albums, games, shows, novels, poems, paintings
shirt, shoes, jacket, hat, dress, pants, socks
phone, laptop, tablet, camera, watch, printer, headphones, keyboard, monitor
car, truck, bicycle, train, plane, ship, boat, bus
mathematics, physics, chemistry, biology, medicine, philosophy, economics, history
economy, culture, religion, climate, military, population, language, education
women, men, children, elderly
girl, boy, woman, man, baby
morning, afternoon, evening, night
breakfast, lunch, dinner
hour, day, week, month, year, decade, century
hours, days, weeks, months, years, decades, centuries
height, weight, length, width, depth, price, colour, age, temperature
tallest, shortest, longest, oldest, newest, largest, smallest, highest, lowest, richest, poorest, fastest, slowest
river, mountain, lake, island, desert, forest, sea, valley, city, village
heart, brain, lungs, liver, stomach, skin, eyes, kidneys
protein, fat, sugar, salt, vitamin
Christians, Muslims, Jews, Buddhists, Hindus
Christianity, Islam, Judaism, Buddhism, Hinduism
Catholic, Protestant, Orthodox, Muslim, Jewish
agreement, protest, election, war, strike, trial, visit, summit, conference, attack
treaty, law, report, letter, speech, statement, decision
import, export
imports, exports
dollars, euros, pounds, yen, yuan
kitchen, bathroom, bedroom, garage, garden
cover, case, strap, battery, charger, screen, cable
plot, characters, ending, cover, title, music
sleep, breathe, swim, fly
read, write, watch
written, painted, recorded, filmed
wrote, painted, composed, directed, translated
born, married, buried, educated, killed, arrested
birth, death, marriage, arrest
founded, closed, renamed, destroyed, rebuilt, sold
""".strip().splitlines()
]

# Opposites, both ways.
OPPOSITES = [
    tuple(pair.split("/"))
    for line in """
win/lose won/lost winner/loser wins/loses buy/sell bought/sold buyer/seller buying/selling raise/lower raised/lowered
raises/lowers raising/lowering increase/decrease increased/decreased increases/decreases increasing/decreasing
before/after begin/end began/ended started/finished start/finish starts/ends beginning/end open/close opened/closed
more/less most/least highest/lowest high/low higher/lower large/small larger/smaller largest/smallest big/small
bigger/smaller biggest/smallest best/worst better/worse good/bad like/dislike liked/disliked likes/dislikes love/hate
loves/hates loved/hated enjoy/dislike enjoyed/disliked happy/unhappy easy/difficult easier/harder hard/soft
strong/weak stronger/weaker old/new older/younger oldest/youngest oldest/newest early/late earlier/later
earliest/latest arrive/depart arrived/departed arrival/departure accept/reject accepted/rejected accepts/rejects
agree/disagree agreed/disagreed support/oppose supported/opposed supports/opposes supporters/opponents allow/forbid
allowed/banned allows/forbids permitted/prohibited legal/illegal attack/defend attacked/defended attacking/defending
appear/disappear appeared/disappeared appointed/dismissed hired/fired approve/reject approved/rejected
approves/rejects build/demolish built/demolished create/destroy created/destroyed creates/destroys join/leave
joined/left joining/leaving include/exclude included/excluded includes/excludes gain/lose gained/lost rise/fall
rose/fell rising/falling fast/slow faster/slower fastest/slowest cheap/expensive cheaper/dearer cheapest/dearest
rich/poor wealthy/poor heavy/light heavier/lighter hot/cold hotter/colder warm/cool wet/dry long/short
longer/shorter longest/shortest tall/short wide/narrow deep/shallow deepest/shallowest thick/thin common/rare
commonly/rarely often/seldom always/never positive/negative public/private domestic/foreign internal/external male/female
ancient/modern advantage/disadvantage advantages/disadvantages benefit/drawback benefits/drawbacks pros/cons
strength/weakness strengths/weaknesses cause/prevent caused/prevented causes/prevents success/failure
succeed/fail succeeded/failed successful/unsuccessful married/divorced borrow/lend borrowed/lent give/take gave/took
given/taken send/receive sent/received teach/learn taught/learned push/pull forgot/remembered
safe/dangerous similar/different majority/minority maximum/minimum above/below inside/outside
majority/minority import/export imported/exported imports/exports encourage/discourage encouraged/discouraged
deny/confirm denied/confirmed survive/die survived/died arrested/released convicted/acquitted guilty/innocent
strengthen/weaken strengthened/weakened improve/worsen improved/worsened recommend/reject expand/shrink
expanded/shrank add/remove added/removed need/refuse wants/refuses want/refuse
 known/unknown famous/infamous popular/unpopular
official/unofficial permanent/temporary natural/artificial direct/indirect rural/urban north/south east/west
northern/southern eastern/western introduce/abolish introduced/abolished establish/dissolve established/dissolved
invaded/liberated occupied/abandoned conquered/surrendered victory/defeat defeated/supported allies/enemies ally/enemy
friend/enemy friends/enemies parent/child employer/employee landlord/tenant producer/consumer exporter/importer
upgrade/downgrade promoted/demoted praised/criticised praise/criticise resume/suspend resumed/suspended signed/cancelled
""".strip().splitlines()
    for pair in line.split()
]

# Country, its people's adjective. A country is swapped for a country, an adjective for an adjective.
COUNTRIES = [
    tuple(pair.split("/"))
    for pair in """
France/French Germany/German Italy/Italian Spain/Spanish Portugal/Portuguese England/English Scotland/Scottish
Ireland/Irish Wales/Welsh Britain/British Japan/Japanese China/Chinese Korea/Korean India/Indian Pakistan/Pakistani
Russia/Russian Ukraine/Ukrainian Poland/Polish Turkey/Turkish Greece/Greek Egypt/Egyptian Israel/Israeli Iran/Iranian
Iraq/Iraqi Syria/Syrian Lebanon/Lebanese Canada/Canadian Mexico/Mexican Brazil/Brazilian Argentina/Argentine
Chile/Chilean Peru/Peruvian Colombia/Colombian Cuba/Cuban Australia/Australian Indonesia/Indonesian
Vietnam/Vietnamese Thailand/Thai Sweden/Swedish Norway/Norwegian Denmark/Danish Finland/Finnish Iceland/Icelandic
Netherlands/Dutch Belgium/Belgian Switzerland/Swiss Austria/Austrian Hungary/Hungarian Romania/Romanian
Bulgaria/Bulgarian Serbia/Serbian Croatia/Croatian Armenia/Armenian Georgia/Georgian America/American
Nigeria/Nigerian Kenya/Kenyan Ethiopia/Ethiopian Morocco/Moroccan Algeria/Algerian Libya/Libyan Afghanistan/Afghan
Philippines/Filipino Malaysia/Malaysian Taiwan/Taiwanese Europe/European Asia/Asian Africa/African
""".split()
]
MORE_COUNTRIES = [
    "United States",
    "United Kingdom",
    "South Korea",
    "North Korea",
    "Saudi Arabia",
    "New Zealand",
    "South Africa",
    "Soviet Union",
    "U.S.",
    "US",
    "UK",
    "USA",
]
