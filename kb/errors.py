"""Every error a person can cause, as one tree.

KBError
├── UsageError              the command or request cannot be carried out as written
│   ├── UnknownDocumentError    a document id or title that the knowledge base does not hold
│   └── InvalidQuestionError    an empty or over-long question
├── ReadError               a file cannot be turned into text
│   ├── UnsupportedFormatError  no reader takes this kind of file
│   ├── EmptyFileError          the file holds no text
│   ├── DamagedFileError        truncated, mis-named or otherwise unreadable
│   ├── ProtectedFileError      a password is needed
│   └── FileTooLargeError       above the size limit
├── StoreError              the knowledge base folder cannot be used
│   ├── SchemaError             written by a newer version of the program
│   ├── LockedError             another process is writing
│   └── EmptyStoreError         nothing has been ingested yet
├── IndexStateError         the index snapshot does not fit the store
├── ModelError              the embedding model cannot be loaded
└── AccessError             who asks may not have it
    ├── SignInError             wrong name, password or token
    ├── ForbiddenError          the role does not allow it
    └── TooManyRequestsError    asked too often; ``retry_after_s`` says when to come back

Messages give the value, what was expected and the remedy, in one line.
"""


class KBError(Exception):
    """Root of the errors that end as one line on stderr, never as a traceback."""


class UsageError(KBError):
    """The command or request cannot be carried out as written."""


class UnknownDocumentError(UsageError):
    """A document id or title that the knowledge base does not hold."""


class InvalidQuestionError(UsageError):
    """An empty or over-long question."""


class ReadError(KBError):
    """A file cannot be turned into text."""


class UnsupportedFormatError(ReadError):
    """No reader takes this kind of file."""


class EmptyFileError(ReadError):
    """The file holds no text."""


class DamagedFileError(ReadError):
    """Truncated, mis-named or otherwise unreadable."""


class ProtectedFileError(ReadError):
    """A password is needed to read the file."""


class FileTooLargeError(ReadError):
    """Above the size limit of one file."""


class StoreError(KBError):
    """The knowledge base folder cannot be used."""


class SchemaError(StoreError):
    """The store was written by a newer version of the program."""


class LockedError(StoreError):
    """Another process is writing to the knowledge base."""


class EmptyStoreError(StoreError):
    """Nothing has been ingested yet."""


class IndexStateError(KBError):
    """The index snapshot does not fit the store or the settings."""


class ModelError(KBError):
    """The embedding model cannot be loaded."""


class AccessError(KBError):
    """Who asks may not have it."""


class SignInError(AccessError):
    """Wrong name, password or token, or none."""


class ForbiddenError(AccessError):
    """The role does not allow it."""


class TooManyRequestsError(AccessError):
    """Asked too often, or a wrong password too often."""

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
        """Whole seconds until the next try is answered."""
