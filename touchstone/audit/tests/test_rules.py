from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from touchstone.audit.rules import GENESIS, Link, faults, seal
from touchstone.kernel.canonical import fingerprint


def chain(count: int) -> list[Link]:
    links, previous = [], GENESIS
    for sequence in range(1, count + 1):
        facts = {"unit": f"U{sequence}"}
        link = Link(
            centre="c", sequence=sequence, at="2026-05-12T09:00:00+00:00", actor="a", role="assessor",
            verb="sheet.signed",
            subject_kind="sheet", subject="s", reason="", facts=facts, content_sha256=fingerprint(facts), request_id="",
            previous_hash=previous,
        )  # fmt: skip
        links.append(replace(link, hash=seal(link)))
        previous = links[-1].hash
    return links


lengths = st.integers(2, 12)


@given(lengths)
def test_an_intact_chain_has_no_faults(count):
    links = chain(count)
    assert faults(links, {link.sequence: link.hash for link in links}) == []


@given(lengths, st.data())
def test_any_edit_is_found_at_its_place(count, data):
    links = chain(count)
    place = data.draw(st.integers(0, count - 1))
    column = data.draw(st.sampled_from(["actor", "role", "verb", "subject", "reason", "at"]))
    links[place] = replace(links[place], **{column: "changed"})
    assert place + 1 in {fault.sequence for fault in faults(links)}


@given(lengths, st.data())
def test_an_edit_that_seals_itself_again_breaks_the_next_link(count, data):
    links = chain(count)
    place = data.draw(st.integers(0, count - 2))
    forged = replace(links[place], reason="changed", hash="")
    links[place] = replace(forged, hash=seal(forged))
    assert [fault.sequence for fault in faults(links)] == [place + 2]


@given(lengths, st.data())
def test_a_missing_entry_is_found(count, data):
    links = chain(count)
    del links[data.draw(st.integers(0, count - 2))]
    assert faults(links)


@given(lengths, st.data())
def test_two_entries_in_the_wrong_order_are_found(count, data):
    links = chain(count)
    place = data.draw(st.integers(0, count - 2))
    links[place], links[place + 1] = links[place + 1], links[place]
    assert faults(links)


@given(lengths)
def test_a_cut_tail_is_found_by_the_anchors_and_only_by_them(count):
    links = chain(count)
    anchors = {link.sequence: link.hash for link in links}
    assert faults(links[:-1]) == []
    assert [fault.sequence for fault in faults(links[:-1], anchors)] == [count]


def test_a_whole_chain_rewritten_is_found_by_the_anchors():
    links = chain(3)
    rewritten = [replace(link, actor="other", hash="") for link in links]
    previous, forged = GENESIS, []
    for link in rewritten:
        again = replace(link, previous_hash=previous)
        forged.append(replace(again, hash=seal(again)))
        previous = forged[-1].hash
    assert faults(forged) == []
    assert len(faults(forged, {1: links[0].hash, 3: links[2].hash})) == 2


def test_changed_facts_are_found_though_the_seal_was_made_again():
    link = chain(1)[0]
    forged = replace(link, facts={"unit": "other"}, hash="")
    assert [f.what for f in faults([replace(forged, hash=seal(forged))])] == ["its facts were changed"]


def test_an_empty_ledger_is_intact():
    assert faults([]) == []
