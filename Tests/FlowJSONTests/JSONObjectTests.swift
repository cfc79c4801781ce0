import FlowJSON
import Testing

@Suite("Object")
struct JSONObjectTests {
    @Test("keeps the order of keys, and behaves as a list of pairs would", arguments: 0..<40)
    func model(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        var object = JSONObject()
        var pairs: [(key: String, value: JSON)] = []
        var earlier: [(JSONObject, [String])] = []
        for step in 0..<200 {
            let key = "k\(Int.random(in: 0..<(seed % 2 == 0 ? 6 : 40), using: &generator))"
            let position = pairs.firstIndex { $0.key == key }
            if Int.random(in: 0..<3, using: &generator) == 0 {
                object[key] = nil
                if let position { pairs.remove(at: position) }
            } else {
                object[key] = .integer(Int64(step))
                if let position {
                    pairs[position].value = .integer(Int64(step))
                } else {
                    pairs.append((key, .integer(Int64(step))))
                }
            }
            #expect(object.keys == pairs.map(\.key))
            #expect(object.values == pairs.map(\.value))
            #expect(object.count == pairs.count)
            for pair in pairs { #expect(object[pair.key] == pair.value) }
            #expect(object["none"] == nil)
            if step % 50 == 0 { earlier.append((object, object.map { "\($0.key)=\($0.value)" })) }
        }
        // Copies taken on the way did not change.
        for (object, members) in earlier { #expect(object.map { "\($0.key)=\($0.value)" } == members) }
    }

    @Test("compares keys by bytes, not by canonical equivalence")
    func bytes() {
        let object: JSONObject = ["é": 1, "e\u{301}": 2]
        #expect(object.count == 2)
        #expect(object["e\u{301}"] == 2)
        #expect(JSON.string("é") != JSON.string("e\u{301}"))
    }

    @Test("is equal by meaning")
    func equality() throws {
        let left: JSON = ["a": 1, "b": [2.0]]
        let right: JSON = ["b": [2], "a": 1.0]
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left != ["a": 1])
        #expect(left != ["a": 1, "c": [2]])
        #expect(JSON.integer(1) != .bool(true))
        #expect(JSON.double(-0.0) == .integer(0))
        #expect(JSON.double(-0.0).hashValue == JSON.integer(0).hashValue)
        #expect(JSON.integer(9_007_199_254_740_993) != .double(9_007_199_254_740_992))
    }

    @Test("does not change objects that share its shape")
    func sharedShape() throws {
        guard case .array(var rows) = try JSON(parsing: #"[{"a":1,"b":2},{"a":3,"b":4}]"#) else { return }
        guard case .object(var first) = rows[0] else { return }
        first["c"] = 5
        first["a"] = nil
        rows[0] = .object(first)
        #expect(JSON.array(rows).text == #"[{"b":2,"c":5},{"a":3,"b":4}]"#)
    }
}
