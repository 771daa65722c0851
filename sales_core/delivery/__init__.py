"""Reports as files and text: every writer takes a ``Sheet``, every report knows how to become one."""
