import Testing

@testable import FlowJSON

@Suite("A JSON value's memory")
struct JSONMemoryTests {
    @Test(
        "the byte behind the payload tells arrays and objects from all else",
        arguments: [
            (nil, false, false), (true, false, false), (7, false, false), (0.5, false, false), ("text", false, false),
            ("a text that is too long to lie in the value itself", false, false),
            ([], true, false), ([1, 2], true, false), ([:], false, true), (["a": 1], false, true),
        ] as [(JSON, Bool, Bool)]
    )
    func tags(value: JSON, isArray: Bool, isObject: Bool) {
        withUnsafePointer(to: value) { place in
            #expect((JSONMemory(place).tag == JSONMemory.arrayTag) == isArray)
            #expect((JSONMemory(place).tag == JSONMemory.objectTag) == isObject)
        }
    }

    @Test("items are found behind the array's head")
    func items() {
        for count in [0, 1, 2, 3, 100] {
            let items = (0..<count).map { JSON.integer(Int64($0)) }
            withUnsafePointer(to: .array(items)) { place in
                #expect(Array(JSONMemory(place).items) == items)
            }
        }
    }

    @Test("an object without members has no storage")
    func storage() {
        withUnsafePointer(to: .object([:])) { #expect(JSONMemory($0).storage == nil) }
        withUnsafePointer(to: ["a": 1]) { #expect(JSONMemory($0).storage != nil) }
    }

    @Test("a path of keys finds values, and stops at arrays")
    func paths() {
        let keys = ["a", "b"].map { JSONKey($0) }
        let value: JSON = ["a": ["b": 3]]
        let list: JSON = ["a": [["b": 1], ["c": 2], ["b": [4, 5]], 6]]
        keys.withUnsafeBufferPointer { keys in
            let path = MemberPath(keys)
            withUnsafePointer(to: value) { place in
                guard case .value(let found) = path.find(at: place) else {
                    Issue.record("there is a value")
                    return
                }
                #expect(found.pointee == 3)
            }
            withUnsafePointer(to: list) { place in
                guard case .many(let array, let level) = path.find(at: place), case .array(let items) = array.pointee
                else {
                    Issue.record("there is an array on the way")
                    return
                }
                var found: [JSON] = []
                var seen = 0
                let isPlain = items.withUnsafeBufferPointer {
                    path.forEach(in: $0, level: level, seen: &seen) { found.append($0.pointee) }
                }
                #expect(isPlain)
                #expect(seen == items.count)
                #expect(found == [1, [4, 5]])
            }
        }
    }
}
