import FlowDiagnostics
import Testing

@Suite("Nearest name")
struct NearestNameTests {
    @Test(
        "is the one with the fewest edits, or none",
        arguments: [
            ("Lod", ["Store", "Load", "Look"], "Load"),
            ("load", ["Store", "LOAD"], "LOAD"),
            ("import-ordres", ["export-orders", "import-orders"], "import-orders"),
            ("Stroe", ["Store", "Stone"], "Store"),
            ("Load", ["load", "Loads"], "load"),
            ("x", ["y", "z"], nil),
            ("zebra", ["Store", "Load"], nil),
            ("anything", [], nil),
            ("", ["a"], nil),
            ("Zähler", ["Zahler", "Zeiger"], "Zahler"),
        ] as [(String, [String], String?)]
    )
    func nearest(name: String, names: [String], expected: String?) {
        #expect(nearestName(to: name, in: names) == expected)
    }
}
