import Glibc

/// Whether something has that path.
func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }
