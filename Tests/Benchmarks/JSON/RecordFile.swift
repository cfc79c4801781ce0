/// The text that is measured: an array of orders, the same in every run, about 22 MB.
enum RecordFile {
    static func make(sizeInBytes: Int = 22_000_000) -> String {
        var numbers = Numbers(state: 42)
        var text = "["
        text.reserveCapacity(sizeInBytes + 1000)
        var id = 100_000
        while text.utf8.count < sizeInBytes {
            if text.utf8.count > 1 { text += "," }
            text += order(id, &numbers)
            id += 1
        }
        return text + "]"
    }

    private static func order(_ id: Int, _ numbers: inout Numbers) -> String {
        let name = names[numbers.next(names.count)]
        let city = cities[numbers.next(cities.count)]
        let lines = (0...numbers.next(3)).map { _ in
            "{\"sku\":\"\(letters[numbers.next(26)])-\(1000 + numbers.next(9000))\",\"quantity\":\(1 + numbers.next(9)),"
                + "\"price\":\(numbers.next(500)).\(10 + numbers.next(90)),\"gift\":\(numbers.next(5) == 0)}"
        }
        let note = numbers.next(4) == 0 ? "\"Please ring twice; \\\"leave it\\\" with \(name).\\n\"" : "null"
        return
            "{\"orderId\":\"o-\(id)\",\"createdAt\":\"2026-11-\(10 + numbers.next(20))T08:\(10 + numbers.next(50)):00Z\","
            + "\"customer\":{\"id\":\(numbers.next(1_000_000)),\"name\":\"\(name)\",\"email\":\"customer\(id)@example.com\","
            + "\"address\":{\"street\":\"\(1 + numbers.next(200)) Long Acre\",\"city\":\"\(city)\",\"zip\":\"\(10000 + numbers.next(80000))\"},"
            + "\"location\":[\(numbers.next(90)).\(100_000 + numbers.next(900_000)),-\(numbers.next(180)).\(100_000 + numbers.next(900_000))]},"
            + "\"lines\":[\(lines.joined(separator: ","))],\"total\":\(numbers.next(5000)).\(10 + numbers.next(90)),"
            + "\"paid\":\(numbers.next(2) == 0),\"note\":\(note),\"tags\":[\"web\",\"\(city.lowercased())\"]}"
    }

    private static let names = [
        "Ada Lovelace", "Grace Hopper", "Émilie du Châtelet", "Alan Turing", "関 孝和", "Emmy Noether",
    ]
    private static let cities = [
        "Paris", "London", "Zürich", "Berlin", "Lisbon", "Kraków", "New York", "San Francisco",
    ]
    private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)

    private struct Numbers {
        var state: UInt64

        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
    }
}
