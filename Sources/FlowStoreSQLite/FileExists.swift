#if canImport(Glibc)
    import Glibc
#endif

/// Whether something is at a path.
func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }
