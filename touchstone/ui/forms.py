"""Forms that come out right by themselves: the renderer behind `{{ form }}` and `{{ field.as_field_group }}`."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template


class Renderer(BaseRenderer):
    """Draws forms with `ui/forms/form.html` and fields with `ui/forms/field.html`.

    In settings: `FORM_RENDERER = "touchstone.ui.forms.Renderer"`. Widgets use the project's templates first,
    then Django's own.
    """

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    @cached_property
    def _django(self) -> DjangoTemplates:
        return DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        """The template of that name: the project's, or the one that comes with Django's forms."""
        try:
            return get_template(template_name)
        except TemplateDoesNotExist:
            return self._django.get_template(template_name)
