import FlowJSON
import FlowTasks
import StatesLanguage

/// One reading of items: finds the files that a request means, and gives their items one after the other.
struct ItemReadingRun {
    private let request: ItemReadRequest
    private let context: TaskContext
    private let limits: ItemLimits
    private let cancellation: Cancellation
    private let consume: (MapItem) throws -> Void

    init(
        _ request: ItemReadRequest,
        _ context: TaskContext,
        _ limits: ItemLimits,
        _ cancellation: Cancellation,
        _ consume: @escaping (MapItem) throws -> Void
    ) {
        self.request = request
        self.context = context
        self.limits = limits
        self.cancellation = cancellation
        self.consume = consume
    }

    func run() throws {
        let arguments = try ItemArguments(request.arguments)
        // What is wrong with the configuration shows before a file is opened.
        let format = try ItemFormat(request.configuration)
        let place = try ItemPlace(arguments.bucket, context)
        try place.explaining { try run(arguments, place, format) }
    }

    private func run(_ arguments: ItemArguments, _ place: ItemPlace, _ format: ItemFormat?) throws {
        if request.resource.hasSuffix(":s3:listObjectsV2") {
            let storage = try place.storage.selecting(
                versionID: nil,
                expectedBucketOwner: arguments.expectedBucketOwner
            )
            try list(storage, place, arguments.prefix, format)
            return
        }
        guard let key = arguments.key, !key.isEmpty else {
            throw TaskFailure.itemReader("The ItemReader names no \"Key\".")
        }
        let storage = try place.storage.selecting(
            versionID: arguments.versionID,
            expectedBucketOwner: arguments.expectedBucketOwner
        )
        let file = ItemSource(place: place, storage: storage, key: key)
        switch request.configuration.manifestType {
        case "ATHENA_DATA": try readAthenaManifest(file, format)
        case "S3_INVENTORY": try readInventory(file)
        case nil where request.configuration.inputType == "MANIFEST": try readInventory(file)
        case nil:
            guard let format else { throw TaskFailure.itemReader("The ReaderConfig names no \"InputType\".") }
            try read(file, format)
        case let other?:
            throw TaskFailure.itemReader(
                "The ManifestType \"\(other)\" is not known; it is S3_INVENTORY or ATHENA_DATA."
            )
        }
    }

    // MARK: Files

    private func read(_ file: ItemSource, _ format: ItemFormat) throws {
        try cancellation.check()
        if format == .parquet {
            try ParquetFile(file, context, limits).read(cancellation, consume)
            return
        }
        let stage = try Compression(key: file.key).stage(before: format.stage(limits, consume))
        do {
            try file.bytes(limits, cancellation) { try stage.append($0) }
            try stage.finish()
        } catch is EndOfItems {
            return
        }
    }

    private func list(_ storage: any Storage, _ place: ItemPlace, _ prefix: String, _ format: ItemFormat?) throws {
        let isFlattened = request.configuration.transformation == "LOAD_AND_FLATTEN"
        if isFlattened, format == nil {
            throw TaskFailure.itemReader("LOAD_AND_FLATTEN needs an \"InputType\" in the ReaderConfig.")
        }
        try storage.listObjects(prefix: prefix, cancellation) { object in
            guard let format, isFlattened else {
                try consume(MapItem(value: object.item))
                return
            }
            // What stands for a folder in S3's console holds no items.
            if object.path.hasSuffix("/"), object.sizeInBytes == 0 { return }
            try read(ItemSource(place: place, storage: storage, key: object.path), format)
        }
    }

    // MARK: Manifests

    private func readInventory(_ file: ItemSource) throws {
        let manifest = try InventoryManifest(file.whole(limits, cancellation))
        let files = try file.sibling(bucket: manifest.bucket, context)
        for key in manifest.keys { try read(files(key), manifest.format) }
    }

    private func readAthenaManifest(_ file: ItemSource, _ format: ItemFormat?) throws {
        guard let format else { throw TaskFailure.itemReader("An ATHENA_DATA manifest needs an \"InputType\".") }
        for (bucket, key) in try AthenaManifest(file.whole(limits, cancellation)).files {
            try read(file.sibling(bucket: bucket, context)(key), format)
        }
    }
}

extension StoredObject {
    /// The object as AWS gives it to a flow.
    fileprivate var item: JSON {
        [
            "Etag": .string(eTag), "Key": .string(path), "LastModified": .integer(modifiedSeconds),
            "Size": .integer(sizeInBytes), "StorageClass": .string(storageClass),
        ]
    }
}
