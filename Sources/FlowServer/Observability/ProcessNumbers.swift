import Glibc

/// The numbers that Prometheus expects of every process.
enum ProcessNumbers {
    static func observe(in registry: PrometheusRegistry) {
        registry.describe("process_cpu_seconds_total", "Seconds of processor time, for itself and the system.")
        registry.describe("process_resident_memory_bytes", "Memory that is in use.")
        registry.describe("process_open_fds", "Open files.")
        registry.describe("process_max_fds", "How many files may be open.")
        registry.describe("process_start_time_seconds", "When the process began, in seconds since 1970.")
        let started = Double(time(nil))
        registry.observe("process_start_time_seconds") { started }
        registry.observe("process_cpu_seconds_total", isCounter: true) { cpuSeconds }
        registry.observe("process_resident_memory_bytes") { Double(residentBytes) }
        registry.observe("process_open_fds") { Double(openFiles) }
        registry.observe("process_max_fds") { Double(OpenFileLimit.current) }
    }

    private static var cpuSeconds: Double {
        var time = timespec()
        guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return 0 }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The second number of `/proc/self/statm`, in pages.
    private static var residentBytes: Int {
        guard let file = fopen("/proc/self/statm", "re") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let numbers = line.prefix { $0 != 0 }.split(separator: CChar(UInt8(ascii: " ")))
        guard numbers.count > 1 else { return 0 }
        let pages = Int(String(decoding: numbers[1].map(UInt8.init), as: UTF8.self)) ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static var openFiles: Int {
        guard let folder = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            // Neither `.` and `..`, nor the folder that is read.
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
        }
        return max(0, count - 1)
    }
}
