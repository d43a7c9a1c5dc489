"""Which paragraph is which element of an official document: `recognise`.

Recognition goes by place, words and look together and takes an element only where they agree well enough, since the document
may be at fault in any one of them.
"""

from reportgen.lint.elements.official import Attachment, Note, Official, OfficialForm
from reportgen.lint.elements.recognise import recognise

__all__ = ["Attachment", "Note", "Official", "OfficialForm", "recognise"]
