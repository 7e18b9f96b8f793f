"""The demo centre: invented people, each at another stage of the way from registration to certificate."""

from touchstone.web.demo.centre import load, welcome

__all__ = ["load", "welcome"]
