import FlowConnections
import FlowTasks
import StatesLanguage

/// A bucket as a definition names it: a connection of that name, or else a bucket of S3.
struct ItemPlace {
    /// The name as written.
    let bucket: String
    let storage: any Storage
    /// The connection; one of an S3 bucket is made for it.
    let connection: Connection
    /// Whether a connection of that name is configured.
    let isConnection: Bool

    /// The place of a name; credentials and endpoint of a bucket come from where AWS's tools look for them.
    init(_ bucket: String, _ context: TaskContext) throws {
        self.bucket = bucket
        let isKnown =
            context.connections[bucket] != nil
            || context.connections.unusableNames.contains { $0.name == bucket }
        isConnection = isKnown
        if isKnown {
            connection = try context.connection(named: bucket)
            storage = try context.storage(for: bucket)
            return
        }
        let isBucket =
            3...63 ~= bucket.utf8.count
            && bucket.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        guard isBucket, let open = context.storages.provider(for: "s3") else {
            // Says what to write where.
            connection = try context.connection(named: bucket)
            storage = try context.storage(for: bucket)
            return
        }
        connection = Connection(name: bucket, url: ConnectionURL(scheme: "s3", host: bucket))
        storage = try open(connection)
    }

    /// Does something and adds to a failure for want of credentials that a connection would do as well.
    func explaining<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let failure as TaskFailure where !isConnection && failure.error == "Files.AuthenticationFailed" {
            throw TaskFailure(
                error: failure.error,
                cause:
                    "\(failure.cause) There is no connection \"\(bucket)\", so it was taken for a bucket of S3; to use another "
                    + "place, write \"\(bucket): <url>\" below \"connections:\" in connections.yaml."
            )
        }
    }
}
