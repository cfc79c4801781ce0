import Testing

@testable import FlowCLI

@Suite("Amounts read as people write them")
struct QuantityTests {
    @Test(
        "durations",
        arguments: [
            (Duration.milliseconds(0), "0 ms"), (.milliseconds(999), "999 ms"), (.milliseconds(4_250), "4.2 s"),
            (.seconds(187), "3:07"), (.seconds(7_387), "2:03:07"),
        ]
    )
    func durations(duration: Duration, text: String) { #expect(Quantity.duration(duration) == text) }

    @Test(
        "bytes",
        arguments: [
            (Int64(0), "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (999_999, "1.0 MB"), (2_147_483_648, "2.1 GB"),
            (.max, "9223.4 PB"),
        ]
    )
    func bytes(bytes: Int64, text: String) { #expect(Quantity.bytes(bytes) == text) }

    @Test(
        "thousands",
        arguments: [
            (Int64(7), "7"), (1_000, "1,000"), (-1_234_567, "-1,234,567"), (.min, "-9,223,372,036,854,775,808"),
        ]
    )
    func grouped(number: Int64, text: String) { #expect(Quantity.grouped(number) == text) }
}
