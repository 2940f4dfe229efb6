"""What documents cite, and the forms that it is kept in. The examples are reworded."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers import document, printed
from upright import extract, identify, read, structure
from upright.analysis import citations
from upright.analysis.laws import mentions, register
from upright.analysis.treaty_articles import Place, articles
from upright.pipeline import read_file
from upright.readers.document import Document
from upright.readers.rebuild import rebuild
from upright.records import Citation, Commitment, Kind

# of each text: the committee's treaty, and the articles as 'owner number'
ARTICLES = [
    # CCPR/C/SR.3272, CRPD/C/CAN/CO/1
    ("It ran counter to article 9 of the Covenant.", "ICCPR", ["ICCPR 9"]),
    ("Articles 12 and 13 of the Convention say so.", "CRPD", ["CRPD 12", "CRPD 13"]),
    ("Article 7, paragraph 2, and article 26 of the Covenant apply.", "ICCPR", ["ICCPR 7 (2)", "ICCPR 26"]),
    ("Article 14, paragraphs 2 and 3 (c), of the Covenant applies.", "ICCPR", ["ICCPR 14 (2)", "ICCPR 14 (3) (c)"]),
    ("See art. 5 (2) and article 4 (1) (a) of the Convention.", "CRPD", ["CRPD 5 (2)", "CRPD 4 (1) (a)"]),
    ("See article 12 (equal recognition) of the Convention.", "CRPD", ["CRPD 12"]),
    ("See articles 2-4 of the Convention and its article 4.3.", "CRPD", ["CRPD 2", "CRPD 3", "CRPD 4", "CRPD 4 (3)"]),
    ("That is the purpose set out in article 1 and it binds all.", "CRPD", ["CRPD 1"]),
    # other treaties keep their own
    ("Article 11 of the Convention on the Rights of the Child and article 2 of ICESCR", "CRPD", ["CRC 11", "ICESCR 2"]),
    ("under article 6 of the Optional Protocol", "CRPD", ["OP-CRPD 6"]),
    ("under article 6 of the Second Optional Protocol", "ICCPR", ["ICCPR-OP2 6"]),
    ("under article 4 of the Optional Protocol and article 3 of the Convention", "OP-CRC-AC", ["OP-CRC-AC 4", "CRC 3"]),
    ("under article 6 of the Optional Protocol", "CRC", []),  # it has three
    ("article 5 of the ILO Indigenous and Tribal Peoples Convention, 1989 (No. 169)", "ICERD", ["ILO-169 5"]),
    ("the Committee against Torture had found a breach of article 3 of its Convention", "ICCPR", ["CAT 3"]),
    ("article 6 of the Covenant", "CRPD", []),
    ("the International Covenant on Civil and Political Rights; article 6 of the Covenant", "CRPD", ["ICCPR 6"]),
    ("article 5 of the Convention on Biological Diversity", "CRPD", []),
    ("article 8 of the Convention", "ICCPR", ["ICCPR 8"]),  # a slip of the record for its own treaty
    # laws
    ("tried under article 174 of the new Harbour Code", "ICCPR", ["Harbour Code 174"]),
    ("under article 309 of the Harbour Code, not article 128 on tolls", "ICCPR", ["Harbour Code 309", "Harbour Code 128"]),
    ("the Harbour Code (arts. 40 and 44) and the Roads Act (art. 5)", "CRPD", ["Harbour Code 40", "Harbour Code 44", "Roads Act 5"]),
    ("article 295 bis 1 of the Harbour Code, article 39-1 of the Roads Act", "CRPD", ["Harbour Code 295 bis 1", "Roads Act 39-1"]),
    ("articles 3 to 5 of the Harbour Code", "CRPD", ["Harbour Code 3", "Harbour Code 4", "Harbour Code 5"]),
    # CRPD/C/HND/1, CRPD/C/AZE/FCO/2-3, CRPD/C/JAM/1
    ("article 68 of Chapter II (Duties) of the Constitution", "CRPD", ["Constitution 68"]),
    ("the Roads Act (article 1.0.21)", "CRPD", ["Roads Act 1.0.21"]),
    ("sections 5 and 6 (2) of the Bridges Act", "CRPD", ["Bridges Act 5", "Bridges Act 6 (2)"]),
    ("section 5 of the report", "CRPD", []),
    ("The Roads Act complied with article 14.", "ICCPR", ["ICCPR 14"]),
    ("article 136 said so; article 7 of the bill too; nor 12 articles", "ICCPR", []),
    # French and Spanish
    ("l’article 6, paragraphe 2, de la Convention et l’article 9 du Pacte", "CRPD", ["CRPD 6 (2)"]),
    ("los artículos 12 y 13 de la Convención, y el artículo 4, párrafo 1, de la Convención", "CRPD", ["CRPD 12", "CRPD 13", "CRPD 4 (1)"]),
    ("l’article 19 de la Convention relative aux droits de l’enfant", "CRPD", ["CRC 19"]),
    ("el artículo 5 del Código Penal", "CRPD", []),
]  # fmt: skip

HEADINGS = [
    ("General provisions (arts. 1–4)", "CRPD", ["CRPD 1", "CRPD 2", "CRPD 3", "CRPD 4"]),
    ("Equality before the law (arts. 2, 3 and 26)", "ICCPR", ["ICCPR 2", "ICCPR 3", "ICCPR 26"]),
    ("Articles 15 and 16", "CEDAW", ["CEDAW 15", "CEDAW 16"]),
    ("Objet et obligations (art. 1er à 3)", "CRPD", ["CRPD 1", "CRPD 2", "CRPD 3"]),
]


def owners(text: str, place: Place) -> list[str]:
    return [f"{article.owner} {article.number}" for article in articles(text, mentions(text), place)]


@pytest.mark.parametrize(("text", "treaty", "expected"), ARTICLES)
def test_articles(text: str, treaty: str, expected: list[str]) -> None:
    assert owners(text, Place(treaty)) == expected


@pytest.mark.parametrize(("text", "treaty", "expected"), HEADINGS)
def test_articles_of_headings(text: str, treaty: str, expected: list[str]) -> None:
    assert owners(text, Place(treaty, heading=True)) == expected


def test_a_bare_article_that_the_state_names_may_be_of_its_law() -> None:
    text = "Everybody is equal (art. 6). Article 9 of the Convention is kept. Under article 5 the Convention asks for more."
    assert owners(text, Place("CRPD", of_the_state=True)) == ["CRPD 9", "CRPD 5"]
    assert owners(text, Place("CRPD")) == ["CRPD 6", "CRPD 9", "CRPD 5"]


WOMEN, CHILD = "Committee on the Elimination of Discrimination against Women", "Committee on the Rights of the Child"
# what stands in a paragraph of concluding observations of the Committee on the Rights of Persons with Disabilities, or of another body
OTHERS = [
    ("its general comment No. 1 (2014) on equality", "CRPD", "general_comment", ["CRPD/GC 1"]),
    ("its general comments No. 3 (2016) on women, and No. 6 (2018) on equality", "CRPD", "general_comment", ["CRPD/GC 3", "CRPD/GC 6"]),
    ("its general recommendations Nos. 19 and 35", "CEDAW", "general_comment", ["CEDAW/GR 19", "CEDAW/GR 35"]),
    ("its general recommendation XXIX on descent", "CERD", "general_comment", ["CERD/GR 29"]),
    ("general recommendation No. 31 of the Committee on the Elimination of Discrimination against Women/general comment No. 18 (2014)",
     "CEDAW", "general_comment", ["CEDAW/GR 31", "general comment No. 18"]),
    (f"general comment No. 18 (2014) of the {CHILD}, {WOMEN}’s general recommendation No. 31", "CCPR", "general_comment",
     ["CRC/GC 18", "CEDAW/GR 31"]),
    ("general comment No. 14 (2000) on the right to health of the Committee on Economic, Social and Cultural Rights", "CRPD",
     "general_comment", ["CESCR/GC 14"]),
    ("the Human Rights Committee’s general comment No. 35", "CRPD", "general_comment", ["CCPR/GC 35"]),
    ("general comment No. 34 was cited", "CEDAW", "general_comment", ["general comment No. 34"]),  # whose is not said
    ("general comment No. 7 (2018), articles 4 (3) and 33 (3)", "CRPD", "general_comment", ["CRPD/GC 7"]),
    ("ses observations générales nos 4 et 9 et son observation générale no 1 (2014)", "CRPD", "general_comment",
     ["CRPD/GC 4", "CRPD/GC 9", "CRPD/GC 1"]),
    ("su observación general núm. 5 (2017)", "CRPD", "general_comment", ["CRPD/GC 5"]),
    ("General Assembly resolution 68/268", "CRPD", "resolution", ["A/RES/68/268"]),
    ("Human Rights Council resolution 5/1", "CRPD", "resolution", ["A/HRC/RES/5/1"]),
    ("Economic and Social Council resolution 1985/17", "CRPD", "resolution", ["E/RES/1985/17"]),
    ("Security Council resolutions 1325 (2000) and 1820 (2008)", "CRPD", "resolution", ["S/RES/1325 (2000)", "S/RES/1820 (2008)"]),
    ("resolution 2200 A (XXI) of the General Assembly", "CRPD", "resolution", ["A/RES/2200 A (XXI)"]),
    ("la résolution 68/268 de l’Assemblée générale, A/RES/71/2", "CRPD", "resolution", ["A/RES/68/268", "A/RES/71/2"]),
    ("resolution 5/1 alone; Resolution 97/2010 of the Cabinet", "CRPD", "resolution", ["5/1"]),
    ("see CRPD/C/SR.318 and 319, and CRPD/C/AUT/Q/1/Add.1", "CRPD", "document",
     ["CRPD/C/SR.318", "CRPD/C/SR.319", "CRPD/C/AUT/Q/1/Add.1"]),
    ("paragraph 12 of its previous concluding observations (CCPR/C/AUT/CO/4)", "CCPR", "recommendation", ["CCPR/C/AUT/CO/4 para. 12"]),
    ("paragraphs 12 (a) and 14 of its previous concluding observations", "CCPR", "recommendation",
     ["previous concluding observations para. 12 (a)", "previous concluding observations para. 14"]),
    ("as it asked (see CAT/C/AUT/CO/6, para 11)", "CAT", "recommendation", ["CAT/C/AUT/CO/6 para. 11"]),
    ("as it asked (CCPR/C/AUT/CO/4, paras. 9 and 10)", "CCPR", "recommendation", ["CCPR/C/AUT/CO/4 para. 9", "CCPR/C/AUT/CO/4 para. 10"]),
    ("it had accepted recommendations 126.27 and 126.30", "CCPR", "recommendation", ["126.27", "126.30"]),
    ("while working on targets 10.2 and 10.3 of the Sustainable Development Goals", "CRPD", "sdg_target", ["SDG 10.2", "SDG 10.3"]),
    ("Sustainable Development Goals 9 and 11 (targets 11.2 and 11.7)", "CRPD", "sdg_target", ["SDG 9", "SDG 11", "SDG 11.2", "SDG 11.7"]),
    ("targets 5.1 to 5.3, 4.a and Goal 16", "CRPD", "sdg_target", ["SDG 5.1", "SDG 5.2", "SDG 5.3", "SDG 4.a", "SDG 16"]),
    ("les cibles 5.1, 5.2 et 5.5 des objectifs de développement durable", "CRPD", "sdg_target", ["SDG 5.1", "SDG 5.2", "SDG 5.5"]),
    ("la cible 3 de l’objectif 16 et l’objectif 5 des objectifs de développement durable", "CRPD", "sdg_target", ["SDG 16.3", "SDG 5"]),
    ("targets 5 and a of Goal 4", "CRPD", "sdg_target", ["SDG 4.5", "SDG 4.a"]),
    ("les observations finales (CRPD/C/AUT/CO/1, par. 27)", "CRPD", "recommendation", ["CRPD/C/AUT/CO/1 para. 27"]),
    ("las metas 5.1 y 5.2", "CRPD", "sdg_target", ["SDG 5.1", "SDG 5.2"]),
    ("target 25.1, target 8.1 per cent, Millennium Development Goal 3, Goal 18", "CRPD", "sdg_target", []),
]  # fmt: skip


def found(text: str, body: str, kind: Kind = Kind.CONCLUDING_OBSERVATIONS) -> list[Citation]:
    layer = printed(f"1. The Committee notes {text}.")
    made = document(layer, kind)
    made.identity = identify.Identity(symbol=None, kind=kind, language="en", body=body)
    return list(citations.find(made, ()))


@pytest.mark.parametrize(("text", "body", "cites", "targets"), OTHERS)
def test_what_else_is_cited(text: str, body: str, cites: str, targets: list[str]) -> None:
    assert sorted(each.target for each in found(text, body) if each.cites == cites) == sorted(targets)


def test_a_record_stands_where_its_words_do() -> None:
    (one,) = found("article 9 of the Convention", "CRPD")
    assert (one.text, one.source.paragraph) == ("article 9 of the Convention", "1")


def test_a_law_with_its_articles_in_brackets_is_not_cited_twice() -> None:
    cited = [(each.target, each.text) for each in found("the Harbour Code (art. 40) and the Constitution", "CRPD")]
    assert cited == [("Harbour Code art. 40", "Harbour Code (art. 40"), ("Constitution", "Constitution")]


def test_other_documents_are_left_to_their_readers() -> None:
    assert found("article 9 of the Convention", "CRPD", Kind.NATIONAL_REPORT) == []


@pytest.mark.parametrize("name", ["CCPR_C_SR.3272.txt", "Canada_2017_CRPD_C_CAN_CO_1.pdf", "Greece_2019_CRPD_C_GRC_CO_1.pdf"])
def test_words_are_made_again_from_their_place(name: str, corpus: Path) -> None:
    path = next((corpus / "documents").rglob(name))
    layer = extract.extract(path)
    whole = Document(file=name, sha256="", structure=structure.build(layer), identity=identify.identify(layer, name))
    reading = read_file(path)
    said: list[Citation | Commitment] = [*reading.of(Citation), *reading.of(Commitment)]
    assert len(said) > 60
    assert {rebuild(whole, each) == each.text for each in said} == {True}


def test_follow_up_means_the_observations_that_it_follows(corpus: Path) -> None:
    reading = read_file(next((corpus / "documents").rglob("Luxembourg_2018_CRPD_C_LUX_CO_1_Add.2.pdf")))
    targets = {each.target for each in reading.of(Citation) if each.cites == "recommendation"}
    assert targets
    assert all(target.startswith("CRPD/C/LUX/CO/1 para. ") for target in targets)


def test_a_law_of_three_spellings_is_one_of_the_register(corpus: Path) -> None:
    reading = read(corpus / "documents" / "CCPR_C_SR.3272.txt")
    laws = {law.name: law for law in register(reading.of(Citation))}
    assert {"former Criminal Code", "Criminal Code", "Trade Union Act, 2014", "Communications Act, 2004"} <= set(laws)
    assert laws["Criminal Code"].articles == ("128", "174", "309", "424")
    assert {each.source.paragraph for each in laws["Communications Act, 2004"].citations} == {"69", "71"}
