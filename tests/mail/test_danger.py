"""Words of danger: what a person newly wrote that cannot wait, found by its phrase (rules, section 8)."""

from pathlib import Path

import pytest

from mailservice.mail.danger import phrases, reads
from tests.mail.danger import fit, score
from tests.timing import within

TEXTS = Path(__file__).parent / "danger"
ROUTINE = (
    "Thank you for your mail of Tuesday, and for the minutes.",
    "The transport form has gone to the taxi firm.",
    "We would still like to see the assessment before the conference.",
    "Please let me know who is in the chair on the 14th.",
)


def rates(*files: str) -> tuple[float, float]:
    """Return what share of the dangerous texts is heard, and of the harmless ones."""
    texts = [row for file in files for row in score.read(TEXTS / f"{file}.jsonl")]
    found, false = (score.rate(texts, label) for label in ("danger", "harmless"))
    return found[0] / max(1, found[1]), false[0] / max(1, false[1])


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("She is in danger tonight.", True),
        ("If he goes home tonight he will be killed.", True),
        ("There was not one visit, and he threatens to kill her.", True),
        ("She took an overdose this morning.", True),
        ("He is going to hurt her.", True),
        ("He says he will kill himself.", True),
        ("There is no immediate risk.", False),
        ("We do not see any imminent harm.", False),
        ("She has never been in danger today.", False),
        ("I disagree that it was closed.", False),
        ("The risk assessment is late.", False),
    ],
)
def test_plain_words_of_danger_are_heard_and_a_plain_denial_is_none(text: str, speaks: bool) -> None:  # noqa: FBT001 - a table's column
    assert bool(phrases(text)) is speaks


def test_what_is_said_plainly_is_heard() -> None:
    found, _ = rates("plain")
    assert found >= 0.95


@pytest.mark.parametrize("one", fit.read("mechanics"), ids=lambda one: one["id"])
def test_denials_torn_lines_and_word_forms_are_read_as_they_are_meant(one: dict[str, str]) -> None:
    assert bool(phrases(one["text"])) is (one["label"] == "danger")


def test_the_texts_that_it_was_built_on_stay_heard() -> None:
    """No proof of what it hears elsewhere: that is what the unseen texts, and `fit --cross`, are for."""
    found, false = rates("written-seen", "given-seen", "short")
    assert found >= 0.95
    assert false <= 0.05


def test_length_is_not_what_decides() -> None:
    alike = score.pairs(score.read(TEXTS / "written-seen.jsonl"))
    lengths = [[len(one["text"]) for one in alike if one["label"] == label] for label in ("danger", "harmless")]
    assert abs(sum(lengths[0]) / sum(lengths[1]) - 1) < 0.05
    assert score.rate(alike, "danger")[0] >= 0.95 * len(lengths[0])
    assert score.rate(alike, "harmless")[0] <= 0.05 * len(lengths[1])


@pytest.mark.parametrize(
    ("denied", "meant"),
    [
        ("He is not suicidal.", "There is no doubt that he is suicidal."),
        ("Nil suicidal ideation.", "No bed tonight, and she is suicidal."),
        ("Suicidal thoughts: none.", "Crisis team said no although suicidal."),
        ("She was never unconscious.", "Never mind the form, she is unconscious."),
        ("There is nothing to suggest that she is unsafe.", "Nothing was done and she is unsafe."),
        ("I do not think that he is in danger.", "I do not think that he is safe there tonight."),
        ("No evidence, on either visit, of bruising or bleeding.", "No answer at the door, and the baby is bleeding."),
        ("She has not taken an overdose.", "She has not been seen since she took an overdose."),
        ("Risk of suicide is low.", "Mood is low and he says that he will kill himself."),
        ("No weapons were found.", "No one stopped him and he has a knife."),
    ],
)
def test_a_denial_denies_its_own_clause_and_no_other(denied: str, meant: str) -> None:
    assert phrases(denied) == ()
    assert phrases(meant) != ()


@pytest.mark.parametrize(
    "text",
    [
        "If a child is in immediate danger, call 999.",
        'The threshold document gives "child threatens suicide" as an example of level 4.',
        "Suicide first aid training on Thursday, two places left.",
        "The review found that the bruises in 2014 were not mapped.",
        "Mother took an overdose in 2011, before the children were born.",
        "This deadline is killing me.",
        "The policy says that staff must ring the police if a parent arrives drunk.",
    ],
)
def test_a_policy_a_training_and_what_is_long_over_are_none(text: str) -> None:
    assert phrases(text) == ()


DANGERS = [
    "She took an overdose this morning and her phone is off.",
    "He has threatened to kill her and he is outside the house now.",
    "The baby has bruises on both ears and mum cannot explain them.",
]


@pytest.mark.parametrize("danger", DANGERS)
@pytest.mark.parametrize("between", [" ", "\n", "\n\n"], ids=["one paragraph", "lines", "paragraphs"])
@pytest.mark.parametrize("before", range(len(ROUTINE) + 1))
def test_danger_is_heard_wherever_it_stands_in_a_routine_mail(danger: str, between: str, before: int) -> None:
    mail = between.join([*ROUTINE[:before], danger, *ROUTINE[before:]])
    found = phrases(mail)
    assert len(found) == 1
    assert found[0].split()[0] in danger


@pytest.mark.parametrize("row", fit.read("written-seen")[::40], ids=lambda row: row["kind"])
def test_more_of_the_same_and_harmless_paragraphs_change_nothing(row: dict[str, str]) -> None:
    text, routine = row["text"], "\n\n".join(ROUTINE)
    assert phrases(routine) == ()
    assert phrases(f"{text}\n\n{text}") == phrases(text)
    assert phrases(f"{routine}\n\n{text}\n\n{routine * 5}") == phrases(text)


def test_the_phrase_is_shown_as_it_was_written() -> None:
    assert phrases("Thanks for the form. She took an\noverdose at 4, I'm told.") == ("She took an overdose at 4",)


def test_a_slip_of_the_keys_hides_nothing() -> None:
    for text in (
        "He is sucidal.",
        "She is uncoscious.",
        "he is threatning to kill mum",
        "She was strangeld last night.",
    ):
        assert phrases(text), text
    assert phrases("Brushing her teeth with brushes.") == ()


def test_plain_welsh_is_heard() -> None:
    assert phrases("Mae hi mewn perygl heno.")
    assert phrases("Mae'r plentyn ar goll.")
    assert phrases("Diolch am y cofnodion.") == ()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Dziewczynka powiedziała dziś w szkole, że ojczym ją bije i boi się wrócić do domu.", False),
        ("Fata a spus astăzi la școală că tatăl vitreg o bate și îi este frică să meargă acasă.", False),
        ("La fille a dit aujourd'hui à l'école que son beau-père la frappe et qu'elle a peur de rentrer.", False),
        ("Das Mädchen hat heute in der Schule gesagt, dass der Stiefvater sie schlägt. Bitte melden Sie sich.", False),
        ("La niña dijo hoy en el colegio que su padrastro le pega y que tiene miedo de volver a casa.", False),
        ("A menina disse hoje na escola que o padrasto lhe bate e que tem medo de voltar para casa.", False),
        ("La bambina ha detto oggi a scuola che il patrigno la picchia e che ha paura di tornare a casa.", False),
        ("Kız bugün okulda üvey babasının onu dövdüğünü ve eve gitmekten korktuğunu söyledi.", False),  # noqa: RUF001 - their own letters
        ("Дівчинка сьогодні сказала в школі, що вітчим її б'є, і вона боїться йти додому.", False),  # noqa: RUF001 - their own letters
        ("بچی نے آج سکول میں بتایا کہ اس کا سوتیلا باپ اسے مارتا ہے اور وہ گھر جانے سے ڈرتی ہے۔", False),  # noqa: RUF001 - their own letters
        ("Mae'r ferch wedi dweud yn yr ysgol heddiw fod ei llystad yn ei tharo ac mae hi'n ofni mynd adref.", True),
        ("Looped linear bruises x 6 to buttocks and thighs, different ages. Strategy discussion declined.", True),
        ("Ward note 1935: cot 3 empty, tag cut, visitor's door wedged. Parents under ICO, not to remove.", True),
        ("Dziękuję!", True),
        ("", True),
    ],
)
def test_a_text_in_a_language_that_is_not_read_is_told(text: str, read: bool) -> None:  # noqa: FBT001 - a table's column
    assert reads(text) is read


SHAPES = ("a", "a ", "He is. ", "no ", "kill her ", "\n", "x\n", "-", "'a'", "1", "not suicidal, ", "\u0130", "?! ")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_mail_of_any_shape_is_read_in_its_time(shape: str) -> None:
    """At most a second for a megabyte."""
    text = shape * (1_000_000 // len(shape))
    assert within(1, lambda: (phrases(text), reads(text)))


def test_danger_is_heard_deep_in_a_mail_that_is_longer_than_anybody_writes() -> None:
    long = "\n\n".join(ROUTINE) * 1000
    assert phrases(f"{long}\n\n{DANGERS[0]}\n\n{long}")
    assert phrases(f"{long}\n\n{DANGERS[0]}")
    assert phrases(long) == ()
