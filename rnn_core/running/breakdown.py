"""What a worker does about a machine that runs out: of memory, of disk, of permission."""

import errno
import os
import traceback

MEMORY_VARIABLE = "UNROLLED_JOB_MEMORY_MB"
MEMORY_MB = 4_096
"""Memory of one training; the largest of ours takes some 1,200 MB."""
OUT_OF_MEMORY = "The machine ran out of memory, or the training needed more than it may have."
DISK_FULL = "The disk is full, so that the training could not write its files."
NOT_ALLOWED = "The folder of the runs may not be written to."
ELSEWHERE = "The training broke off with {kind}; the server's log says where."


def reason_of(error: Exception) -> str:
    """Say in one sentence for a person why a training broke off; what is nobody's doing goes to the log.

    Examples
    --------
    >>> reason_of(OSError(errno.ENOSPC, "No space left on device"))
    'The disk is full, so that the training could not write its files.'
    """
    code = error.errno if isinstance(error, OSError) else None
    # torch tells a failed allocation as a RuntimeError
    if isinstance(error, MemoryError) or code == errno.ENOMEM or "can't allocate memory" in str(error):
        return OUT_OF_MEMORY
    if code in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL
    if code in (errno.EACCES, errno.EPERM, errno.EROFS):
        return NOT_ALLOWED
    traceback.print_exception(error)
    return ELSEWHERE.format(kind=type(error).__name__)


def limit_memory() -> None:
    """Let this process have so many megabytes at most, so that it fails alone and not the whole machine.

    The environment variable ``UNROLLED_JOB_MEMORY_MB`` names another number; 0 sets no limit. What counts is
    memory of its own (``RLIMIT_DATA``), not files that are mapped in, of which torch has gigabytes.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    try:
        megabytes = int(os.environ.get(MEMORY_VARIABLE, MEMORY_MB))
    except ValueError:
        megabytes = MEMORY_MB
    if megabytes > 0:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = megabytes * 2**20
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
