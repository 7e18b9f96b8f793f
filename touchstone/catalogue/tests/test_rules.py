"""The rules of specifications: examples that read like the handbooks, then properties that hold of any."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.catalogue import facts, rules

AWARD = {"all_of": ["300", "301", "303"], "minimum_credit": 10, "credits": {"300": 3, "301": 4, "303": 3}}
BOTH = {
    "all_of": ["300", "304"],
    "one_of_groups": [["302", "303"], ["306", "307"]],
    "minimum_credit": 16,
    "credits": {"300": 3, "304": 3, "302": 7, "303": 3, "306": 7, "307": 3},
}
PICK = {
    "all_of": ["A"],
    "choices": [{"group": "B", "units": ["B1", "B2", "B3"], "minimum_units": 2, "minimum_credit": None}],
    "choices_needed": 1,
}


def small() -> dict:
    """A content of one unit with one criterion, in one qualification."""
    return {
        "family": "9000",
        "title": "Small",
        "awarding_body": "Example Awards",
        "qualifications": [
            {
                "number": "9000-11",
                "title": "Level 3 Award in Examples",
                "level": 3,
                "size": "Award",
                "credit": 3,
                "guided_hours": 9,
                "units": [{"ref": "9000-1", "status": "mandatory", "group": None}],
                "rule_of_combination": None,
            }
        ],
        "units": [
            {
                "ref": "9000-1",
                "number": "1",
                "title": "First",
                "credit": 3,
                "guided_hours": 9,
                "outcomes": [
                    {
                        "number": "1",
                        "text": "Know the example",
                        "criteria": [{"ref": "1.1", "text": "Say what it is", "verb": "Describe"}],
                    }
                ],
            }
        ],
    }


# Rules of combination


def test_an_award_of_three_mandatory_units_needs_all_three():
    assert rules.combination_gaps(AWARD, ["300", "301", "303"]) == []
    assert rules.combination_gaps(AWARD, ["300", "301"])[0] == "303 is mandatory and not chosen."
    assert not rules.is_complete(AWARD, ["300", "301"])


def test_a_unit_of_the_certificate_cannot_be_chosen_for_the_award():
    assert rules.combination_gaps(AWARD, ["300", "301", "302", "303"]) == ["302 is not part of this qualification."]


@pytest.mark.parametrize(
    ("chosen", "obeys"),
    [
        (["300", "304", "302", "303"], True),
        (["300", "304", "306", "307"], True),
        (["300", "304", "302", "307"], False),
        (["300", "304", "302", "303", "306"], False),
        (["300", "304"], False),
    ],
)
def test_two_groups_are_never_mixed(chosen, obeys):
    assert (rules.combination_gaps(BOTH, chosen) == []) is obeys


def test_someone_who_passed_both_groups_has_still_completed():
    assert rules.is_complete(BOTH, ["300", "304", "302", "303", "306", "307"])
    assert not rules.is_complete(BOTH, ["300", "304", "302", "307"])


def test_so_many_units_of_a_group_are_enough():
    assert rules.combination_gaps(PICK, ["A", "B1", "B3"]) == []
    assert rules.combination_gaps(PICK, ["A", "B1"]) == ["At least 2 of B1, B2 and B3 are needed."]


def test_credit_is_counted_where_it_is_known():
    short = AWARD | {"minimum_credit": 12}
    assert rules.combination_gaps(short, AWARD["all_of"]) == ["The chosen units come to 10 credits, and 12 are needed."]
    assert rules.combination_gaps(short | {"credits": {}}, AWARD["all_of"]) == []


def test_a_rule_without_units_is_never_complete():
    assert rules.combination_gaps({}, []) != []
    assert not rules.is_complete({}, ["300"])


@pytest.mark.parametrize("known", facts.families(), ids=lambda known: known.code)
def test_the_shipped_qualifications_are_complete_by_their_own_units_and_by_no_fewer(known):
    credits = {unit["ref"]: unit["credit"] for unit in known.units}
    for qualification in facts.as_content(known)["qualifications"]:
        rule = rules.combination_from(qualification["rule_of_combination"], qualification["units"], credits)
        for group in rule["one_of_groups"] or [[]]:
            whole = [*rule["all_of"], *group]
            assert rules.combination_gaps(rule, whole) == []
            assert sum(credits[ref] for ref in whole) == qualification["credit"]
            assert not any(rules.is_complete(rule, set(whole) - {ref}) for ref in whole)


REFS = st.lists(st.sampled_from([f"U{n}" for n in range(9)]), unique=True, max_size=6)


@st.composite
def combinations(draw):
    refs = [f"U{n}" for n in range(9)]
    cut = draw(st.integers(0, 3))
    groups = draw(st.lists(st.lists(st.sampled_from(refs[cut:]), min_size=1, max_size=3, unique=True), max_size=3))
    return {"all_of": refs[:cut], "one_of_groups": groups, "credits": {ref: 3 for ref in refs}}


@given(combinations(), REFS)
def test_units_that_obey_the_rule_complete_it_once_passed(combination, chosen):
    if not rules.combination_gaps(combination, chosen):
        assert rules.is_complete(combination, chosen)


@given(combinations(), REFS, REFS)
def test_passing_more_never_undoes_completeness(combination, passed, more):
    if rules.is_complete(combination, passed):
        assert rules.is_complete(combination, [*passed, *more])


@given(combinations(), REFS)
def test_the_order_of_the_chosen_units_does_not_matter(combination, chosen):
    assert rules.combination_gaps(combination, chosen) == rules.combination_gaps(combination, reversed(chosen))


# Verbs


def test_a_verb_says_what_it_asks_for_whatever_its_case():
    assert "reasons" in rules.verb_meaning("explain")
    assert rules.verb_meaning("EXPLAIN") == rules.verb_meaning("explain")


def test_joined_verbs_say_each_and_critically_adds_a_sentence():
    joined = rules.verb_meaning("Plan and prepare")
    assert rules.VERBS["plan"] in joined
    assert rules.VERBS["prepare"] in joined
    assert rules.verb_meaning("Critically review") != rules.verb_meaning("Review")


def test_an_unknown_verb_has_no_meaning():
    assert rules.verb_meaning("Yodel") is None
    assert rules.verb_meaning("") is None


@pytest.mark.parametrize("known", facts.families(), ids=lambda known: known.code)
def test_every_verb_of_the_shipped_units_has_a_meaning(known):
    verbs = {c["verb"] for u in known.units for o in u["outcomes"] for c in o["criteria"]}
    assert [verb for verb in verbs if rules.verb_meaning(verb) is None] == []


# Looking over what was read


def test_a_sound_content_has_no_gap():
    assert rules.structural_gaps(small()) == []
    assert rules.findings(small()) == []


def broken(change):
    content = small()
    change(content)
    return [gap.code for gap in rules.structural_gaps(content)]


def test_what_makes_a_specification_impossible_is_told():
    assert "no-units" in broken(lambda c: c["units"].clear())
    assert broken(lambda c: c["units"][0]["outcomes"][0]["criteria"].clear()) == ["no-criteria"]
    assert broken(lambda c: c["units"].append(copy.deepcopy(c["units"][0]))) == ["repeated"]
    criteria = small()["units"][0]["outcomes"][0]["criteria"]
    assert broken(lambda c: c["units"][0]["outcomes"][0]["criteria"].extend(criteria)) == ["repeated"]
    assert broken(lambda c: c["qualifications"][0]["units"][0].update(ref="nowhere")) == ["unknown-unit"]
    assert broken(lambda c: c.update(family="")) == ["value"]
    assert broken(lambda c: c["units"][0].update(title="x" * 256)) == ["value"]


def test_sums_that_do_not_agree_are_told_and_not_mended():
    content = small()
    content["qualifications"][0].update(credit=4, guided_hours=8, tqt_hours=41)
    found = rules.findings(content)
    assert [f.code for f in found] == ["sum-credit", "sum-guided_hours", "sum-tqt_hours"]
    assert "3 credits" in found[0].text
    assert rules.structural_gaps(content) == []


def test_the_shipped_facts_are_sound():
    for known in facts.families():
        assert rules.structural_gaps(facts.as_content(known)) == []


def test_the_shipped_facts_count_what_the_sources_hold():
    held = {known.code: rules.counts(facts.as_content(known)) for known in facts.families()}
    assert set(held) == {"8577", "8578", "8580", "8581", "8585", "8586"}
    assert [held[code]["criteria"] for code in ("8577", "8580", "8581", "8585", "8586")] == [73, 44, 35, 38, 38]
    assert sum(h["qualifications"] for code, h in held.items() if code in ("8577", "8578", "8580", "8581")) == 9


# Mending it


def test_a_new_reference_follows_into_the_qualifications():
    changed = rules.with_values(small(), "units/0", {"ref": "9000-2"})
    assert changed["qualifications"][0]["units"][0]["ref"] == "9000-2"
    assert rules.structural_gaps(changed) == []


def test_a_unit_taken_out_leaves_its_qualifications():
    assert rules.without_node(small(), "units/0")["qualifications"][0]["units"] == []


def test_a_node_that_is_not_there_cannot_be_changed():
    with pytest.raises(KeyError):
        rules.with_values(small(), "units/7", {"title": "x"})
    with pytest.raises(KeyError):
        rules.without_node(small(), "")
    assert rules.kind_of("units/0/__class__") is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("level", -1), ("level", True), ("level", "three"), ("ref", ""), ("aliases", "a"), ("colour", "red")],
)
def test_a_value_that_cannot_stand_is_told_with_its_field(field, value):
    assert [name for name, _ in rules.value_gaps("unit", {field: value})] == [field]


@given(st.text(max_size=30), st.text(max_size=30))
def test_changing_a_copy_never_touches_what_was_read(title, text):
    content = small()
    rules.with_values(content, "units/0/outcomes/0/criteria/0", {"text": text})
    rules.with_node(content, "units/0/outcomes/0", "criteria")
    rules.without_node(content, "units/0")
    assert content == small()


@given(
    st.sampled_from(
        [("", "units"), ("", "qualifications"), ("units/0", "outcomes"), ("units/0/outcomes/0", "criteria")]
    )
)
def test_what_was_added_can_be_taken_out_again(where):
    grown, path = rules.with_node(small(), *where)
    assert rules.node_at(grown, path) is not None
    assert rules.without_node(grown, path) == small()


def test_a_qualification_without_a_number_is_kept_under_a_key_of_ours():
    award = {"title": "Level 7 Diploma in Executive Coaching and Mentoring", "size": "Diploma", "level": 7}
    assert rules.key_for(award) == "L7-DIP-ECM"
    assert rules.key_for(award | {"number": "8581-31"}) == "8581-31"


def test_placing_units_keeps_what_a_known_group_needs():
    content = small()
    content["qualifications"][0]["rule_of_combination"] = {
        "groups": [{"group": "1", "units": ["9000-1"], "minimum_units": 1, "minimum_credit": None}]
    }
    places = [{"ref": "9000-1", "status": "optional", "group": "1"}]
    rule = rules.with_places(content, "qualifications/0", places, 3, 1)["qualifications"][0]["rule_of_combination"]
    assert rule["groups"] == [{"group": "1", "units": ["9000-1"], "minimum_units": 1, "minimum_credit": None}]
    assert (rule["mandatory"], rule["groups_needed"]) == ([], 1)


# Version against version


def test_a_reworded_criterion_is_one_difference_with_both_texts():
    new = rules.with_values(small(), "units/0/outcomes/0/criteria/0", {"text": "Say what it is for"})
    (found,) = rules.differences(small(), new)
    assert (found.change, found.kind, found.unit, found.name) == ("changed", "criterion", "9000-1", "Criterion 1.1")
    assert (found.field, found.before, found.after) == ("Criterion", "Say what it is", "Say what it is for")


def test_a_new_unit_is_one_difference_and_not_one_for_each_criterion():
    new = small()
    new["units"].append(copy.deepcopy(new["units"][0]) | {"ref": "9000-2", "title": "Second"})
    (found,) = rules.differences(small(), new)
    assert (found.change, found.kind, found.name) == ("added", "unit", "9000-2 Second")


def test_another_rule_of_combination_is_a_difference():
    new = small()
    new["qualifications"][0]["rule_of_combination"] = {"mandatory": ["9000-1"], "minimum_credit": 9}
    (found,) = rules.differences(small(), new)
    assert found.field == "Rule of combination"


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["units/0", "units/0/outcomes/0", "units/0/outcomes/0/criteria/0", "qualifications/0"]),
        st.sampled_from(["title", "text", "level", "verb", "credit", "depth"]),
        st.text(alphabet="abc ", min_size=1, max_size=5),
    ),
    max_size=4,
)


def edited(edits):
    content = small()
    for path, field, value in edits:
        if field in rules.FIELDS[rules.kind_of(path)]:
            content = rules.with_values(content, path, {field: [value] if field == "depth" else value})
    return content


@given(EDITS, EDITS)
def test_differences_backwards_are_the_same_with_the_texts_exchanged(one, other):
    forth, back = (rules.differences(*pair) for pair in [(edited(one), edited(other)), (edited(other), edited(one))])
    turned = {(d.kind, d.unit, d.field, d.after, d.before) for d in back}
    assert {(d.kind, d.unit, d.field, d.before, d.after) for d in forth} == turned


@given(EDITS)
def test_nothing_differs_from_itself(edits):
    assert rules.differences(edited(edits), edited(edits)) == []


@given(st.text(), st.text())
def test_marked_words_hold_both_texts_whole(before, after):
    run = rules.words_changed(before, after)
    assert "".join(words for mark, words in run if mark != "gone") == after
    assert "".join(words for mark, words in run if mark != "new") == before


def test_a_group_without_a_limit_of_its_own_leaves_it_to_the_total():
    units = [
        {"ref": "A", "status": "mandatory", "group": None},
        {"ref": "B1", "status": "optional", "group": "B"},
        {"ref": "B2", "status": "optional", "group": "B"},
    ]
    rule = {
        "mandatory": ["A"],
        "groups": [{"group": "B", "units": ["B1", "B2"]}],
        "groups_needed": 1,
        "minimum_credit": 6,
    }
    combination = rules.combination_from(rule, units, {"A": 3, "B1": 3, "B2": 5})
    assert rules.combination_gaps(combination, ["A", "B1"]) == []
    assert rules.combination_gaps(combination, ["A"]) == ["The chosen units come to 3 credits, and 6 are needed."]
    assert rules.combination_words(combination) == [
        "Every one of A.",
        "Any of B1 and B2.",
        "At least 6 credits in all.",
    ]


def test_whole_groups_of_which_one_is_needed_are_kept_apart():
    groups = [{"group": n, "units": [f"{n}1", f"{n}2"], "minimum_credit": 10} for n in ("X", "Y")]
    credits = {"X1": 7, "X2": 3, "Y1": 7, "Y2": 3}
    rule = rules.combination_from({"mandatory": [], "groups": groups, "groups_needed": 1}, [], credits)
    assert rule["one_of_groups"] == [["X1", "X2"], ["Y1", "Y2"]]


def test_so_many_units_in_all_are_asked_for_when_the_document_says_so():
    rule = rules.combination_from({"minimum_units": 2}, [{"ref": "A", "status": "mandatory", "group": None}], {})
    assert rules.combination_gaps(rule, ["A"]) == ["1 of at least 2 units is chosen."]


def test_a_handbook_is_filed_under_the_code_that_its_numbers_begin_with():
    assert rules.family_of(small()) == "9000"
    assert rules.family_of({"qualifications": [{"number": "8578-21"}, {"number": "8577-11"}]}) == "8577/8578"
    assert rules.family_of({"qualifications": [{"number": None}], "units": []}) == ""


@given(st.lists(st.from_regex(r"[A-Z0-9]{1,12}-[0-9]{2}", fullmatch=True), max_size=12))
def test_a_long_code_is_cut_at_a_whole_number_and_never_within_one(numbers):
    family = rules.family_of({"qualifications": [{"number": number} for number in numbers]})
    assert len(family) <= 40
    assert set(filter(None, family.split("/"))) <= {number.partition("-")[0] for number in numbers}


def test_a_handbook_of_many_qualifications_is_called_after_the_first():
    titles = [{"title": title} for title in ("Award in Examples", "Certificate in Examples", "Diploma in Examples")]
    assert rules.title_of({"qualifications": titles[:1]}) == "Award in Examples"
    assert rules.title_of({"qualifications": titles[:2]}) == "Award in Examples and Certificate in Examples"
    assert rules.title_of({"qualifications": titles}) == "Award in Examples and 2 more"
    assert rules.title_of({}) == ""


def test_a_value_one_step_deeper_is_found_and_an_absent_one_is_none():
    unit = {"title": "First", "practice": {"minimum_hours": 12}, "word_count": None}
    assert rules.value_of(unit, "practice/minimum_hours") == 12
    assert rules.value_of(unit, "practice/minimum_clients") is None
    assert rules.value_of(unit, "word_count/minimum") is None
