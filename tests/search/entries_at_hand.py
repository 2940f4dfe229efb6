"""A few entries in six languages, and what each query finds among them: both indexes answer alike."""

from __future__ import annotations

from upright.search import Entry

_TEXTS = [
    # kind, language, text, fields
    ("recommendation", "en", "Ratify the Second Optional Protocol to the ICCPR and abolish the death penalty",
     {"to": ["KAZ"], "from": ["CHE", "FRA"], "position": ["noted"], "session": ["20"], "cycle": ["2"], "year": ["2014"], "symbol": ["A/HRC/28/10"], "para": ["124.2"],
      "strength": ["5"], "issue": ["Death penalty", "International instruments"], "treaty": ["ICCPR-OP2"], "sdg": ["16", "16.3"], "duty_bearer": ["Parliament"]}),
    ("recommendation", "en", "Consider ratifying the Optional Protocol to the Convention against Torture",
     {"to": ["KAZ"], "from": ["CHE"], "position": ["supported"], "session": ["20"], "cycle": ["2"], "year": ["2014"], "symbol": ["A/HRC/28/10"], "para": ["124.3"]}),
    ("recommendation", "en", "Accede to OP-CAT without delay and protect women’s rights",
     {"to": ["FRA"], "from": ["DEU"], "position": ["supported"], "session": ["2"], "cycle": ["1"], "year": ["2008"], "symbol": ["A/HRC/8/47"], "para": ["60.1"], "theme": ["Torture"]}),
    ("recommendation", "en", "Establish a moratorium on capital punishment; protect every woman and child",
     {"to": ["XVA"], "from": ["ITA"], "position": ["pending"], "session": ["20"], "cycle": ["2"], "year": ["2014"], "symbol": ["A/HRC/28/901"], "para": ["60.3"]}),
    ("recommendation", "en", "Guarantee the independence of the judiciary and of judicial appointments",
     {"to": ["XVA"], "from": ["CHE"], "position": ["supported"], "session": ["20"], "cycle": ["2"], "year": ["2014"], "symbol": ["A/HRC/28/901"], "para": ["60.4"]}),
    ("recommendation", "en", "Train judicial staff and improve the accessibility of courts",
     {"to": ["XVA"], "from": ["KEN"], "position": ["supported"], "session": ["20"], "cycle": ["2"], "year": ["2014"], "symbol": ["A/HRC/28/901"], "para": ["60.5"]}),
    ("recommendation", "fr", "Ratifier la Convention relative aux droits des personnes handicapées et protéger les métis",
     {"to": ["COM"], "from": ["FRA"], "position": ["supported"], "year": ["2009"]}),
    ("paragraph", "es", "El Comité recomienda que el Estado parte ratifique el Protocolo Facultativo y proteja a las mujeres", {"to": ["ESP"], "language": ["es"]}),
    ("paragraph", "ru", "Комитет рекомендует государству-участнику ратифицировать Конвенцию и расследовать применение пыток к ребёнку", {"to": ["KAZ"], "language": ["ru"]}),
    ("paragraph", "ar", "توصي اللجنة الدولة الطرف بالتصديق على الاتفاقية وحماية حقوق المرأة والأطفال", {"to": ["MAR"], "language": ["ar"]}),
    ("paragraph", "zh", "委员会建议缔约国批准公约并保护儿童权利", {"to": ["CHN"], "language": ["zh"]}),
    ("paragraph", "en", "The delegation said that the follow-up to 1,200 complaints of torture went on", {"to": ["KAZ"], "language": ["en"]}),
]  # fmt: skip

ENTRIES = [Entry(kind, at, 1 + at % 3, language, text, at, fields) for at, (kind, language, text, fields) in enumerate(_TEXTS)]

# query, kind, which entries it finds
QUERIES = [
    ("ratifying", "recommendation", {0, 1}),  # stems: 'ratify'
    ("ratify", "recommendation", {0, 1}),
    ("woman", "recommendation", {2, 3}),
    ("women", "recommendation", {2, 3}),
    ("children", "recommendation", {3}),
    ('death penalty -moratorium "second optional protocol"', "recommendation", {0}),
    ("death penalty", "recommendation", {0, 3}),  # and capital punishment, which says the same
    ("capital punishment", "recommendation", {0, 3}),
    ('"death penalty"', "recommendation", {0}),  # in quotes just as it is written
    ("judicial NOT independence", "recommendation", {5}),
    ("judicial -independence", "recommendation", {5}),
    ("judicial", "recommendation", {4, 5}),
    ("accessib*", "recommendation", {5}),
    ("access*", "recommendation", {5}),
    ("moratorium OR courts", "recommendation", {3, 5}),
    ("(moratorium OR courts) protect", "recommendation", {3}),
    ("OP-CAT", "recommendation", {1, 2}),
    ("OPCAT", "recommendation", {1, 2}),
    ("optional protocol to the convention against torture", "recommendation", {1, 2}),
    ("from:CHE", "recommendation", {0, 1, 4}),
    ("from:Switzerland to:KAZ", "recommendation", {0, 1}),
    ("from:CHE to:KAZ position:noted session:20 symbol:A/HRC/28/10 para:124.2", "recommendation", {0}),
    ("-from:CHE judicial", "recommendation", {5}),
    ('from:"the Swiss Confederation"', "recommendation", {0, 1, 4}),
    ("cycle:II position:accepted", "recommendation", {1, 4, 5}),
    ("theme:Torture", "recommendation", {2}),
    ('issue:"Death penalty"', "recommendation", {0}),
    ('issue:"death penalty"', "recommendation", {0}),
    ("treaty:OP-CAT", "recommendation", set()),
    ("strength:5 sdg:16.3", "recommendation", {0}),
    ("treaty:iccpr-op2", "recommendation", {0}),
    ("strength:specific", "recommendation", {0}),
    ("duty_bearer:Parliament", "recommendation", {0}),
    ("ratify -strength:5", "recommendation", {1}),
    ("year:2008", "recommendation", {2}),
    ("metis", "recommendation", {6}),
    ("handicapées", "recommendation", {6}),
    ("women's", "recommendation", {2, 3}),
    ("women’s", "recommendation", {2, 3}),
    ("mujer", "paragraph", {7}),
    ("пытки", "paragraph", {8}),
    ("ребенку", "paragraph", {8}),
    ("الاتفاقية", "paragraph", {9}),
    ("اتفاقية", "paragraph", {9}),
    ("المرأة", "paragraph", {9}),
    ("儿童", "paragraph", {10}),
    ("童权", "paragraph", {10}),
    ("儿童 批准", "paragraph", {10}),
    ("儿权", "paragraph", set()),
    ("follow-up", "paragraph", {11}),
    ("1,200", "paragraph", {11}),
    ("-judicial", "recommendation", {0, 1, 2, 3, 6}),
    ("zebra", "recommendation", set()),
    ("", "recommendation", {0, 1, 2, 3, 4, 5, 6}),
    ("AND", "recommendation", {0, 1, 2, 3, 4, 5, 6}),
    ("*", "recommendation", {0, 1, 2, 3, 4, 5, 6}),
    ('"', "recommendation", {0, 1, 2, 3, 4, 5, 6}),
    ("OR OR )(", "recommendation", {0, 1, 2, 3, 4, 5, 6}),
    ("courts )", "recommendation", {5}),
    ("(((courts", "recommendation", {5}),
    ("note: courts", "recommendation", set()),
    ("from:Atlantis courts", "recommendation", set()),  # no State: said in a note
    ("-from:Atlantis courts", "recommendation", {5}),
    ("from:Atlantis from:CHE", "recommendation", {0, 1, 4}),
    ("position:maybe courts", "recommendation", set()),
]

ODD = [
    '"', '""', "*", "-", "--", "- -", "AND", "OR", "NOT", "NOT NOT", "a AND", "OR b", "(", ")", "()", "(()", ")(", "x" * 10_000, "word " * 3_000,
    "from:", "from: ", ":x", "http://example.org/a?b=c", "to:\x00", "\x00", "a\x00b", "'; DROP TABLE upright_search; --", "%s %d {} $1", "\\", "\\u0000",
    "🙂", "🙂*", "ﷺ", "ـــ", "الـ", "一", "‮abc", "a:b:c", "-(a OR b) c", "a* b*", "**", "*a", "position:maybe", "para:*", "year:-5", "'", "''", "& | ! <->", ":*",
    "\ud800", "e" + "\u0301" * 500, "A/HRC/28/10", "(" * 500 + "a" + ")" * 500,
]  # fmt: skip
