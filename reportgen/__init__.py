"""reportgen: official documents of the clean-heating programme (冬季清洁取暖), made from data."""

__version__ = "0.1.0"
