#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The thread's stack, so that recursion ends with an error before it ends with a crash.
enum Stack {
    /// What one evaluation may take: half of what a new thread gets, at most 4 MiB.
    private static let budgetInBytes: UInt = {
        var limit = rlimit()
        #if canImport(Glibc)
            let answer = getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit)
        #else
            let answer = getrlimit(RLIMIT_STACK, &limit)
        #endif
        // Where there is no limit, glibc gives a thread 2 MiB.
        guard answer == 0, limit.rlim_cur <= 1 << 30 else { return 1 << 20 }
        return min(UInt(limit.rlim_cur) / 2, 4 << 20)
    }()

    /// An address near the top of the used stack.
    @inline(never)
    static func pointer() -> UInt {
        var mark: UInt8 = 0
        return withUnsafeMutablePointer(to: &mark) { UInt(bitPattern: $0) }
    }

    /// The lowest address that an evaluation may reach which begins here.
    static func end() -> UInt {
        let top = pointer()
        return top > budgetInBytes ? top - budgetInBytes : 0
    }
}
