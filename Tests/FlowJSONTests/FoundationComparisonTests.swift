import FlowJSON
import Testing

import struct FoundationEssentials.Data
import class FoundationEssentials.JSONDecoder

/// A judge that accepts any JSON and keeps nothing.
private struct AnyJSON: Decodable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        // `try?` asks which kind the value is; the last attempt's error is let through.
        if let members = try? decoder.container(keyedBy: Key.self) {
            for key in members.allKeys { _ = try members.decode(AnyJSON.self, forKey: key) }
        } else if var list = try? decoder.unkeyedContainer() {
            while !list.isAtEnd { _ = try list.decode(AnyJSON.self) }
        } else {
            let single = try decoder.singleValueContainer()
            if single.decodeNil() || (try? single.decode(Bool.self)) != nil { return }
            if (try? single.decode(Double.self)) != nil { return }
            _ = try single.decode(String.self)
        }
    }
}

@Suite("Foundation's parser")
struct FoundationComparisonTests {
    private static let seeds = [
        #"{"a":[1,2.5e-3,"x\u00e9\ud83d\ude00\n",true,null],"b":{"c":-0,"d":{}}}"#,
        #"[{"id":1,"name":"n1"},{"id":2,"name":"n2","more":[]},{"id":3}]"#,
        #" [ -1.0E+10 , "\"\\\/\b\f\n\r\t" , false ] "#,
    ]

    @Test("agrees on which mutated texts are JSON", arguments: 0..<40)
    func agreement(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        let bytes = Array(#"{}[]:,"\ue0123456789-+.truefalsn"#.utf8) + [0x20, 0x0a, 0x00, 0x1f, 0x7f, 0xc3, 0xa9, 0xff]
        for _ in 0..<50 {
            var text = Array((Self.seeds.randomElement(using: &generator) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) where !text.isEmpty {
                let place = Int.random(in: 0..<text.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: text.remove(at: place)
                case 1: text.insert(bytes.randomElement(using: &generator) ?? 0, at: place)
                case 2: text[place] = bytes.randomElement(using: &generator) ?? 0
                default: text.removeLast(text.count - place - 1)
                }
            }
            let ours = (try? JSON(parsing: text)) != nil
            let theirs = (try? JSONDecoder().decode(AnyJSON.self, from: Data(text))) != nil
            #expect(ours == theirs, "\(String(decoding: text, as: UTF8.self))")
        }
    }
}
