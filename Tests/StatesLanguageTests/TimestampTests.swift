import StatesLanguage
import Testing

@Suite struct TimestampTests {
    @Test(
        "reads RFC 3339 with capitals, any fraction and any offset",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-21T09:14:00.123Z", 1_795_252_440_123),
            ("2026-11-21T09:14:00.1239999999999999999999Z", 1_795_252_440_123),
            ("2026-11-21T10:14:00.1+01:00", 1_795_252_440_100), ("1969-12-31T23:59:59.999Z", -1),
            ("2000-02-29T00:00:00-00:00", 951_782_400_000), ("0000-03-01T00:00:00Z", -62_162_035_200_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ] as [(text: String, milliseconds: Int64)]
    )
    func reads(text: String, milliseconds: Int64) {
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test(
        "refuses what the language does not allow",
        arguments: [
            "", "now", "2026-11-21", "2026-11-21t09:14:00Z", "2026-11-21T09:14:00z", "2026-11-21T09:14:00",
            "2026-11-21 09:14:00Z", "2026-11-21T09:14Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T23:59:60Z",
            "2026-11-21T09:14:00.Z", "2026-11-21T09:14:00Z ", "2026-11-21T09:14:00+1:00", "2026-11-21T09:14:00+0100",
            "2026-11-21T09:14:00+24:00", "٢٠٢٦-11-21T09:14:00Z", "1900-02-29T00:00:00Z",
        ]
    )
    func refuses(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(
        "is written in UTC with three digits",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_795_252_440_123, "2026-11-21T09:14:00.123Z"),
            (-1, "1969-12-31T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (-62_167_219_200_001, "-0001-12-31T23:59:59.999Z"),
        ] as [(milliseconds: Int64, text: String)]
    )
    func writes(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test("reads what it wrote, through six thousand years in uneven steps")
    func roundTrip() {
        var moment = Timestamp(milliseconds: -62_135_596_800_000)
        while moment.milliseconds < 190_000_000_000_000 {
            #expect(Timestamp(moment.description) == moment)
            moment = moment.adding(milliseconds: 86_399_999 * 1_013)
        }
    }

    @Test("stays at the ends of its range")
    func ends() {
        #expect(Timestamp(milliseconds: .max).adding(seconds: 1).milliseconds == .max)
        #expect(Timestamp(milliseconds: 0).adding(seconds: .min).milliseconds == .min)
        #expect(Timestamp(milliseconds: .min).description == "-292275055-05-16T16:47:04.192Z")
        #expect(Timestamp(milliseconds: .max).description == "292278994-08-17T07:12:55.807Z")
    }
}
