"""A filter of system calls (seccomp(2), classic BPF): what no program under test needs and what reaches the kernel's less trodden parts.

Not the wall itself, which is the namespaces; a second one behind it.
"""
import errno
import platform
import struct

# name: number on x86-64, on arm64 (the tables of the Linux sources)
_DENIED = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_getfd": (438, 438), "process_madvise": (440, 440),
    "unshare": (272, 97), "setns": (308, 268), "chroot": (161, 51), "pivot_root": (155, 41), "mount": (165, 40), "umount2": (166, 39),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "bpf": (321, 280), "userfaultfd": (323, 282), "perf_event_open": (298, 241), "fanotify_init": (300, 262),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "memfd_secret": (447, 447), "shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180),  # uncounted memory
    "inotify_init": (253, None), "inotify_init1": (294, 26), "inotify_add_watch": (254, 27),  # files of the system tell who else reads them
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104), "reboot": (169, 142),
    "swapon": (167, 224), "acct": (163, 89), "quotactl": (179, 60), "personality": (135, 92), "syslog": (103, 116),
    "ioprio_set": (251, 30), "sched_setattr": (314, 274),
}
# where no control groups count memory and share processors out: what the template's own watch does not see, and sessions, by which the
# kernel shares instead
_DENIED_UNGROUPED = {"memfd_create": (319, 279), "setsid": (112, 157)}
# granted and not done: an inode of the system is the same for all, and a lock on it would carry a bit from one candidate to another
_PRETENDED = {"flock": (73, 32)}
# commands of fcntl: locks, as above; leases and notices of directories
_FCNTL, _PRETENDED_COMMANDS, _DENIED_COMMANDS = (72, 25), (5, 6, 7, 36, 37, 38), (1024, 1026)
_SETPRIORITY = (141, 140)
# allowed on the caller itself only: never on the first process
_OWN = {"prlimit64": (302, 261), "sched_setaffinity": (203, 122), "sched_setparam": (142, 118), "sched_setscheduler": (144, 119)}
_CLONE, _CLONE3, _SOCKET = (56, 220), (435, 435), (41, 198)
_NAMESPACES = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_FAMILIES = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6; AF_VSOCK, for one, knows no network namespace

_LOAD, _EQUAL, _ANY, _ABOVE, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_LOW, _SECOND_LOW = 0, 4, 16, 24
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000


def program(grouped):
    """The filter for this machine, as the kernel takes it. `grouped`: whether control groups limit memory, processes and processor time."""
    column, architecture = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}.get(platform.machine(), (None, None))
    if column is None:
        raise OSError(errno.ENOSYS, f"no filter of system calls is known for {platform.machine()}")
    code = []

    def add(operation, value, yes=0, no=0):
        code.append(struct.pack("=HBBI", operation, yes, no, value))

    def when(number, *body):
        """Instructions for one call, which end in a verdict."""
        if number is not None:
            add(_EQUAL, number, 0, len(body))
            for instruction in body:
                add(*instruction)

    refuse, pretend, allow = (_RETURN, _ERROR | errno.EPERM), (_RETURN, _ERROR), (_RETURN, _ALLOW)
    add(_LOAD, _ARCHITECTURE)
    add(_EQUAL, architecture, 1, 0)
    add(_RETURN, _KILL)
    add(_LOAD, _NUMBER)
    if column == 0:
        add(_ABOVE, 0x40000000, 0, 1)  # the x32 calls
        add(_RETURN, _KILL)
    for numbers in {**_DENIED, **({} if grouped else _DENIED_UNGROUPED)}.values():
        when(numbers[column], refuse)
    for numbers in _PRETENDED.values():
        when(numbers[column], pretend)
    when(_CLONE3[column], (_RETURN, _ERROR | errno.ENOSYS))  # its flags lie in memory that a filter cannot read; libraries then use clone
    when(_CLONE[column], (_LOAD, _FIRST_LOW), (_ANY, _NAMESPACES, 0, 1), refuse, allow)
    for numbers in _OWN.values():
        when(numbers[column], (_LOAD, _FIRST_LOW), (_EQUAL, 0, 1, 0), refuse, allow)
    when(  # of a process other than the first
        _SETPRIORITY[column], (_LOAD, _FIRST_LOW), (_EQUAL, 0, 1, 0), refuse, (_LOAD, _SECOND_LOW), (_EQUAL, 1, 0, 1), refuse, allow
    )
    when(_FCNTL[column], (_LOAD, _SECOND_LOW), *_choice(_PRETENDED_COMMANDS, pretend), *_choice(_DENIED_COMMANDS, refuse), allow)
    when(_SOCKET[column], (_LOAD, _FIRST_LOW), *_choice(_FAMILIES, allow), refuse)
    add(_RETURN, _ALLOW)
    return b"".join(code)


def _choice(values, verdict):
    """The verdict for some values of what was loaded."""
    return [part for value in values for part in ((_EQUAL, value, 0, 1), verdict)]
