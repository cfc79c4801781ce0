import FlowTasks
import Testing

@testable import FlowDSL

@Suite("Values write JSONata")
struct ValueTests {
    struct Order: Codable, Sendable {
        var amount: Int
        var `in`: String
        var tags: [String]
        var note: String?
    }

    static let order = Value<Order>(jsonata: "$o")
    static let orders = Value<[Order]>(jsonata: "$os")

    @Test(
        "operators, functions and texts",
        arguments: [
            ((order.amount == 3).source, "$o.amount = 3"),
            ((order.amount + 1 > 2 * order.amount).source, "($o.amount + 1) > (2 * $o.amount)"),
            ((!(order.amount < 3) && order.in != "x").source, "$not($o.amount < 3) and ($o.`in` != 'x')"),
            (order.tags.count.source, "$count($o.tags)"),
            (orders.each(\.amount).sum.source, "$sum([$os.amount])"),
            (orders[0].tags[-1].source, "$os[0].tags[-1]"),
            (order.tags.contains("a").source, "'a' in $o.tags"),
            (order.tags.joined(separator: ", ").source, "$join($o.tags, ', ')"),
            (orders.slice(from: order.amount, count: 2).source, "[$os[[$o.amount..$o.amount + 2 - 1]]]"),
            (order.note.orElse("none").source, "$exists($o.note) and $o.note != null ? $o.note : 'none'"),
            (("\(order.amount) of \(3)!" as Value<String>).source, "$o.amount & ' of 3!'"),
            (("\(order.amount + 1)" as Value<String>).source, "'' & ($o.amount + 1)"),
            (("it's \"\(order.in)\"" as Value<String>).source, #""it's \"" & $o.`in` & "\"""#),
        ]
    )
    func sources(source: String, expected: String) { #expect(source == expected) }

    @Test("literals stay JSON, and lists of references become templates")
    func templates() {
        #expect((3 as Value<Int?>).template.text == "3")
        #expect((["a", Self.order.in] as Value<[String]>).template.text == #"["a","{% $o.`in` %}"]"#)
        #expect(
            (Value<FileLocation>.at("lake", "x/\(Self.order.in)")).template.text
                == #"{"connection":"lake","path":"{% 'x/' & $o.`in` %}"}"#
        )
    }
}
