"""Countries by all their names: "Japan", "Japanese" and "Tokyo" speak of one country, "South" and "North Korea" of two.

Names as the press writes them in English. A capital stands for its government ("Seoul announced"), so it counts as
the country where a question asks for what the country did.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

# name, other names | its people and its adjective | its capital
_ROWS = """
Afghanistan|Afghan|Kabul; Albania|Albanian|Tirana; Algeria|Algerian|Algiers; Angola|Angolan|Luanda
Argentina|Argentine,Argentinian|Buenos Aires; Armenia|Armenian|Yerevan; Australia|Australian|Canberra
Austria|Austrian|Vienna; Azerbaijan|Azerbaijani|Baku; Bahrain|Bahraini|Manama; Bangladesh|Bangladeshi|Dhaka
Belarus|Belarusian|Minsk; Belgium|Belgian|Brussels; Bolivia|Bolivian|La Paz; Bosnia|Bosnian|Sarajevo
Botswana|Botswanan|Gaborone; Brazil|Brazilian|Brasilia; Bulgaria|Bulgarian|Sofia; Cambodia|Cambodian|Phnom Penh
Cameroon|Cameroonian|Yaounde; Canada|Canadian|Ottawa; Chad|Chadian|N'Djamena; Chile|Chilean|Santiago
China,PRC|Chinese|Beijing; Colombia|Colombian|Bogota; Congo|Congolese|Kinshasa; Costa Rica|Costa Rican|San Jose
Croatia|Croatian|Zagreb; Cuba|Cuban|Havana; Cyprus|Cypriot|Nicosia; Czech Republic,Czechia|Czech|Prague
Denmark|Danish,Dane|Copenhagen; Ecuador|Ecuadorian|Quito; Egypt|Egyptian|Cairo; El Salvador|Salvadoran|San Salvador
Eritrea|Eritrean|Asmara; Estonia|Estonian|Tallinn; Ethiopia|Ethiopian|Addis Ababa; Fiji|Fijian|Suva
Finland|Finnish,Finn|Helsinki; France|French|Paris; Georgia|Georgian|Tbilisi; Germany|German|Berlin
Ghana|Ghanaian|Accra; Greece|Greek|Athens; Guatemala|Guatemalan|Guatemala City; Guinea|Guinean|Conakry
Haiti|Haitian|Port-au-Prince; Honduras|Honduran|Tegucigalpa; Hungary|Hungarian|Budapest; Iceland|Icelandic|Reykjavik
India|Indian|New Delhi,Delhi; Indonesia|Indonesian|Jakarta; Iran|Iranian|Tehran; Iraq|Iraqi|Baghdad
Ireland|Irish|Dublin; Israel|Israeli|Jerusalem; Italy|Italian|Rome; Ivory Coast|Ivorian|Abidjan
Jamaica|Jamaican|Kingston; Japan|Japanese|Tokyo; Jordan|Jordanian|Amman; Kazakhstan|Kazakh|Astana
Kenya|Kenyan|Nairobi; Kosovo|Kosovar|Pristina; Kuwait|Kuwaiti|Kuwait City; Kyrgyzstan|Kyrgyz|Bishkek
Laos|Laotian,Lao|Vientiane; Latvia|Latvian|Riga; Lebanon|Lebanese|Beirut; Liberia|Liberian|Monrovia
Libya|Libyan|Tripoli; Lithuania|Lithuanian|Vilnius; Luxembourg|Luxembourgish|; Madagascar|Malagasy|Antananarivo
Malawi|Malawian|Lilongwe; Malaysia|Malaysian|Kuala Lumpur; Mali|Malian|Bamako; Malta|Maltese|Valletta
Mexico|Mexican|Mexico City; Moldova|Moldovan|Chisinau; Mongolia|Mongolian|Ulaanbaatar; Montenegro|Montenegrin|Podgorica
Morocco|Moroccan|Rabat; Mozambique|Mozambican|Maputo; Myanmar,Burma|Burmese|Naypyidaw; Namibia|Namibian|Windhoek
Nepal|Nepali,Nepalese|Kathmandu; Netherlands,Holland|Dutch|The Hague,Amsterdam; New Zealand|New Zealander|Wellington
Nicaragua|Nicaraguan|Managua; Niger|Nigerien|Niamey; Nigeria|Nigerian|Abuja; North Korea,DPRK|North Korean|Pyongyang
North Macedonia|Macedonian|Skopje; Norway|Norwegian|Oslo; Oman|Omani|Muscat; Pakistan|Pakistani|Islamabad
Palestine|Palestinian|Ramallah; Panama|Panamanian|Panama City; Paraguay|Paraguayan|Asuncion; Peru|Peruvian|Lima
Philippines|Philippine,Filipino|Manila; Poland|Polish,Pole|Warsaw; Portugal|Portuguese|Lisbon; Qatar|Qatari|Doha
Romania|Romanian|Bucharest; Russia|Russian|Moscow,Kremlin; Rwanda|Rwandan|Kigali; Saudi Arabia|Saudi|Riyadh
Senegal|Senegalese|Dakar; Serbia|Serbian,Serb|Belgrade; Sierra Leone|Sierra Leonean|Freetown; Singapore|Singaporean|
Slovakia|Slovak|Bratislava; Slovenia|Slovenian,Slovene|Ljubljana; Somalia|Somali|Mogadishu
South Africa|South African|Pretoria; South Korea,Republic of Korea,ROK|South Korean|Seoul
South Sudan|South Sudanese|Juba; Soviet Union,USSR|Soviet|
Spain|Spanish,Spaniard|Madrid; Sri Lanka|Sri Lankan|Colombo; Sudan|Sudanese|Khartoum
Sweden|Swedish,Swede|Stockholm; Switzerland|Swiss|Bern; Syria|Syrian|Damascus; Taiwan|Taiwanese|Taipei
Tajikistan|Tajik|Dushanbe; Tanzania|Tanzanian|Dodoma; Thailand|Thai|Bangkok; Tunisia|Tunisian|Tunis
Turkey,Türkiye|Turkish,Turk|Ankara; Turkmenistan|Turkmen|Ashgabat; Uganda|Ugandan|Kampala; Ukraine|Ukrainian|Kyiv,Kiev
United Arab Emirates,UAE|Emirati|Abu Dhabi; United Kingdom,UK,U.K.,Britain,Great Britain|British,Briton|London
United States,US,U.S.,USA,United States of America,America|American|Washington; Uruguay|Uruguayan|Montevideo
Uzbekistan|Uzbek|Tashkent; Venezuela|Venezuelan|Caracas; Vietnam|Vietnamese|Hanoi; Yemen|Yemeni|Sanaa
Zambia|Zambian|Lusaka; Zimbabwe|Zimbabwean|Harare; England|English|; Scotland|Scottish,Scot|Edinburgh
Wales|Welsh|Cardiff; European Union,EU|European|; Vatican|Vatican|Holy See
"""


def _rows() -> Iterator[list[list[str]]]:
    """(names, people and adjectives, capitals) of each country."""
    for row in _ROWS.replace("\n", ";").split(";"):
        if row.strip():
            yield [part.split(",") for part in row.strip().split("|")]


@cache
def _table() -> tuple[dict[str, str], frozenset[str]]:
    """(country by each of its names, the names that are adjectives), in lower case."""
    table: dict[str, str] = {}
    adjectives = set()
    for names, people, capitals in _rows():
        plural = [f"{name}s" for name in people]
        table |= {name.lower(): names[0] for name in [*names, *people, *plural, *capitals] if name}
        adjectives |= {name.lower() for name in people if name not in names}
    return table, frozenset(adjectives)


LONGEST = 4  # words of a name: "United States of America"


def country(name: str) -> str | None:
    """The country that a name speaks of, whatever its case, or None. "Seoul" -> "South Korea"."""
    return _table()[0].get(name.lower())


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(name.split(" ", 1)[0] for name in _table()[0])


def may_begin(word: str) -> bool:
    """Whether some country's name begins with the word, whatever its case: few words of a text do."""
    return word.lower() in _beginnings()


@cache
def _governments() -> dict[str, tuple[str, ...]]:
    return {names[0]: tuple(filter(None, [names[0], *capitals])) for names, _, capitals in _rows()}


def governments(name: str) -> tuple[str, ...]:
    """What a country is called where it acts, "Japan" and "Tokyo", by any of its names; nothing for other names."""
    return _governments().get(country(name) or "", ())


def is_adjective(name: str) -> bool:
    """Whether a country's name is the one that goes before a noun: "Japanese", "South Korean"."""
    return name.lower() in _table()[1]
