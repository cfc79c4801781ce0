import FlowJSON
import FlowStore
import Testing

/// What every store promises of documents.
@Suite("A store of documents")
struct DocumentStoreTests {
    @Test("keeps, replaces and deletes documents by kind and key", arguments: StoreMaker.all)
    func life(maker: StoreMaker) async throws {
        try await maker.with { store in
            #expect(try await store.document("a", of: "machine") == nil)
            try await store.write([
                .put(kind: "machine", key: "b", ["x": 1.5]), .put(kind: "machine", key: "a", [1, nil, "ü"]),
                .put(kind: "activity", key: "a", "other"), .put(kind: "machine", key: "B", 3),
            ])
            #expect(try await store.document("a", of: "machine") == [1, nil, "ü"])
            #expect(try await store.documents(of: "machine").map(\.key) == ["B", "a", "b"])
            try await store.write([
                .put(kind: "machine", key: "a", false), .delete(kind: "machine", key: "b"),
                .delete(kind: "none", key: "none"),
            ])
            #expect(
                try await store.documents(of: "machine") == [
                    StoredDocument(key: "B", value: 3), StoredDocument(key: "a", value: false),
                ]
            )
            #expect(try await store.documents(of: "activity").map(\.value) == ["other"])
            #expect(try await store.documents(of: "none").isEmpty)
        }
    }

    @Test("makes the changes of one call in their order", arguments: StoreMaker.all)
    func order(maker: StoreMaker) async throws {
        try await maker.with { store in
            try await store.write([
                .put(kind: "k", key: "a", 1), .delete(kind: "k", key: "a"), .put(kind: "k", key: "a", 2),
                .put(kind: "k", key: "b", 1), .delete(kind: "k", key: "b"),
            ])
            #expect(try await store.documents(of: "k") == [StoredDocument(key: "a", value: 2)])
            try await store.write([])
        }
    }
}
