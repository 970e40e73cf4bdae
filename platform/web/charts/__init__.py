"""Numbers as pictures, drawn on the server: data for SVG, one file per chart.

Nothing here knows HTML; the templates in `components/` draw what these functions return.
Words are the templates' too, but for a label that is made of numbers.
"""

from web.charts.forecast import Forecast
from web.charts.growth_curve import GrowthChart, every_day, growth
from web.charts.hour_strip import HourStrip, StripHour, hour_strip
from web.charts.part_bars import PartBars, PartRow, part_bars
from web.charts.share_bars import Shares, shares
from web.charts.signature_course import Course, Day, course
from web.charts.voices_field import VoicesField, voices

__all__ = [
    "Course",
    "Day",
    "Forecast",
    "GrowthChart",
    "HourStrip",
    "PartBars",
    "PartRow",
    "Shares",
    "StripHour",
    "VoicesField",
    "course",
    "every_day",
    "growth",
    "hour_strip",
    "part_bars",
    "shares",
    "voices",
]
