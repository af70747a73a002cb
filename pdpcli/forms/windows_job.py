"""A job object of Windows around this process: memory, processor time, no other process."""

import ctypes
import sys

_PROCESS_TIME, _ACTIVE_PROCESS, _PROCESS_MEMORY, _DIE = 0x2, 0x8, 0x100, 0x400
_EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
_TICKS = 10_000_000  # of 100 ns, in a second


class _Basic(ctypes.Structure):
    _fields_ = (
        ("per_process_user_time_limit", ctypes.c_int64),
        ("per_job_user_time_limit", ctypes.c_int64),
        ("limit_flags", ctypes.c_uint32),
        ("minimum_working_set_size", ctypes.c_size_t),
        ("maximum_working_set_size", ctypes.c_size_t),
        ("active_process_limit", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority_class", ctypes.c_uint32),
        ("scheduling_class", ctypes.c_uint32),
    )


class _Extended(ctypes.Structure):
    _fields_ = (
        ("basic", _Basic),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory_limit", ctypes.c_size_t),
        ("job_memory_limit", ctypes.c_size_t),
        ("peak_process_memory_used", ctypes.c_size_t),
        ("peak_job_memory_used", ctypes.c_size_t),
    )


def limits(memory: int, seconds: float) -> _Extended:
    """The structure that asks for these limits."""
    asked = _Extended()
    asked.basic.limit_flags = _PROCESS_TIME | _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE
    asked.basic.per_process_user_time_limit = int(seconds * _TICKS) + _TICKS
    asked.basic.active_process_limit = 1
    asked.process_memory_limit = memory
    return asked


if sys.platform == "win32":

    def confine(memory: int, seconds: float) -> None:
        """Put this process in a job of its own; OSError when Windows refuses."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        here = ctypes.c_void_p(kernel.GetCurrentProcess())
        asked = limits(memory, seconds)
        size = ctypes.c_uint32(ctypes.sizeof(asked))
        if not (
            job.value
            and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(asked), size)
            and kernel.AssignProcessToJobObject(job, here)
        ):
            raise ctypes.WinError(ctypes.get_last_error())
