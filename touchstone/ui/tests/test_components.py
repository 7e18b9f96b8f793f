"""Each example draws, each argument is escaped, and a form's errors sit beside its fields."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

from touchstone.ui import gallery, icons

ATTACK = "<script>alert(1)</script>"


def draw(source: str, **values) -> str:
    compiled = CottonCompiler().process("{% load ui %}" + source)
    template = engines["django"].from_string(compiled)
    return template.render(values, RequestFactory().get("/"))


@pytest.mark.parametrize("name", [e.name for e in gallery.every()])
def test_every_example_draws_without_leftovers(name):
    example = gallery.one(name)
    html = draw("{% include template %}", template=example.template, **gallery.values())
    assert len(html) > 80
    assert "<c-" not in html.replace("&lt;c-", "")
    assert "{{" not in html
    assert "{%" not in html


def test_every_example_names_a_group_of_the_gallery():
    assert {e.group for e in gallery.every()} == set(gallery.ORDER)


@pytest.mark.parametrize(
    "source",
    [
        '<c-head title="{{ x }}" eyebrow="{{ x }}" lead="{{ x }}" />',
        '<c-head :title="x" />',
        '<c-status :state="x" />',
        '<c-status state="pass" :word="x" :detail="x" />',
        '<c-button href="{{ x }}" says="{{ x }}" id="{{ x }}">{{ x }}</c-button>',
        '<c-button :data-thing="x">{{ x }}</c-button>',
        '<c-step title="{{ x }}" why="{{ x }}" by="{{ x }}" href="{{ x }}" />',
        '<c-facts :items="items" />',
        '<c-meter label="{{ x }}" shown="{{ x }}" />',
        '<c-errors :items="items" />',
        '<c-card title="{{ x }}" flush note="{{ x }}">{{ x }}</c-card>',
        '<c-tabs :items="tabs" />',
        '<c-upload :label="x" :name="x" />',
        '<c-file :name="x" :note="x" />',
    ],
)
def test_what_people_wrote_is_escaped(source):
    html = draw(source, x=ATTACK, items=[(ATTACK, ATTACK)], tabs=[(ATTACK, ATTACK, True)])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_an_attribute_that_is_passed_on_cannot_break_out():
    html = draw('<c-button :data-thing="x">Go</c-button>', x='" onclick="alert(1)')
    assert ' onclick="' not in html
    assert "&quot; onclick=&quot;" in html


def test_a_component_does_not_take_a_word_from_the_page_around_it():
    assert "stolen" not in draw(
        "<c-card>Words</c-card><c-empty /><c-note>n</c-note>", title="stolen", label="stolen", kind="stolen"
    )


def test_a_button_that_rests_says_why():
    html = draw('<c-button href="/sign" disabled="two criteria are open">Sign</c-button>')
    assert 'aria-disabled="true"' in html
    assert "Not now: two criteria are open" in html
    assert "href" not in html


class Session(forms.Form):
    on = forms.DateField(label="Date", help_text="The day you met.")
    where = forms.ChoiceField(
        label="Where", widget=forms.RadioSelect, choices=[("room", "In person"), ("net", "Online")]
    )
    note = forms.CharField(required=False, widget=forms.Textarea)
    sure = forms.BooleanField(label="I am sure")


def test_an_error_stands_beside_its_field_and_is_wired_to_it():
    html = draw('<c-field :field="form.on" />', form=Session({"on": ""}))
    assert 'aria-describedby="id_on_helptext id_on_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_on_error"' in html
    assert 'id="id_on_helptext"' in html


def test_the_summary_links_each_error_to_something_that_exists():
    form = Session({})
    html = draw('<c-form :form="form" />', form=form)
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert len(targets) == 3
    for target in targets:
        assert f'id="{target}"' in html


def test_a_form_that_was_not_sent_has_no_summary():
    assert 'role="alert"' not in draw('<c-form :form="form" />', form=Session())


def test_a_date_field_gets_the_browsers_own_box_and_an_iso_value():
    html = draw("{% control form.on %}", form=Session(initial={"on": "2026-05-12"}))
    assert 'type="date"' in html
    assert 'value="2026-05-12"' in html


def test_choices_are_a_fieldset_with_a_legend():
    html = draw('<c-field :field="form.where" />', form=Session())
    assert html.count("<legend>") == 1
    assert html.count('class="choice"') == 2


def test_a_plain_django_form_comes_out_in_the_same_look():
    html = str(draw("{{ form }}", form=Session()))
    assert 'class="field"' in html
    assert 'class="textarea"' in html


def test_an_optional_field_says_so():
    assert "(if you wish)" in draw('<c-field :field="form.note" />', form=Session())
    assert "(if you wish)" not in draw('<c-field :field="form.on" />', form=Session())


def test_an_unknown_icon_is_a_dot_and_a_known_one_is_itself():
    assert icons.icon("no-such-icon") == icons.icon("dot")
    assert icons.icon("house") != icons.icon("dot")
    assert 'aria-hidden="true"' in icons.icon("house")


def test_a_place_that_is_not_mounted_is_empty():
    assert draw('{% place "no-such-view" as url %}[{{ url }}]') == "[]"
