// swift-tools-version: 6.2
import PackageDescription

// Domains are listed by hand: a manifest that scans `flows/` is cached and misses a new folder.
// `DomainListTests` compares this list with the disk.
let domains = ["orders"]

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// Without exported symbols and without relocations a third less of the executable is read, and it starts a third faster.
let compactLinking = LinkerSetting.unsafeFlags(
    [
        "-use-ld=lld", "-Xlinker", "--no-pie", "-Xlinker",
        "--version-script=\(Context.packageDirectory)/runner/exports.map",
    ],
    .when(platforms: [.linux], configuration: .release)
)

/// A Swift target of ours; `on` names the targets of lower floors that it imports.
func floor(_ name: String, on dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

/// The tests of a target, with what else they use; `fixtures` tells that a folder of test data lies beside them.
func tests(_ name: String, on dependencies: [Target.Dependency] = [], fixtures: Bool = false) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name)] + dependencies,
        exclude: fixtures ? ["Fixtures"] : [],
        swiftSettings: settings
    )
}

/// A program that measures; `make bench` runs it.
func benchmark(_ name: String, _ folder: String, on dependencies: [Target.Dependency], exclude: [String] = []) -> Target
{
    .executableTarget(
        name: "\(name)-bench",
        dependencies: dependencies,
        path: "Tests/Benchmarks/\(folder)",
        exclude: exclude,
        swiftSettings: settings
    )
}

func domainTarget(_ domain: String) -> String { domain.prefix(1).uppercased() + domain.dropFirst() + "Domain" }

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "flow-task",
    products: [.executable(name: "flow-task", targets: ["flow-task"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
    ],
    targets: [
        // Floors 0 to 2: text, values, expressions.
        floor("FlowDiagnostics"),
        floor("FlowJSON", on: ["FlowDiagnostics"]),
        floor("JSONPath", on: ["FlowDiagnostics", "FlowJSON"]),
        floor("JSONata", on: ["FlowDiagnostics", "FlowJSON"]),
        // Floor 3: the language, and the connections that a flow names.
        floor("StatesLanguage", on: ["FlowDiagnostics", "FlowJSON", "JSONPath", "JSONata"]),
        floor("FlowConnections", on: ["FlowDiagnostics", "FlowJSON", yams]),
        // Floor 4: the interpreter, and what a task is.
        floor("FlowMachine", on: ["FlowDiagnostics", "FlowJSON", "JSONPath", "JSONata", "StatesLanguage"]),
        floor("FlowTasks", on: ["FlowDiagnostics", "FlowJSON", "StatesLanguage", "FlowConnections", logging]),
        // Floor 5: how flows are written, and where executions are kept.
        floor(
            "FlowDSL",
            on: ["FlowDiagnostics", "FlowJSON", "JSONata", "StatesLanguage", "FlowConnections", "FlowTasks"]
        ),
        floor("FlowStore", on: ["FlowJSON", "StatesLanguage", "FlowMachine"]),
        floor(
            "FlowTesting",
            on: ["FlowDiagnostics", "FlowJSON", "JSONPath", "JSONata", "StatesLanguage", "FlowMachine"],
            exclude: ["Shapes/generate.py"]
        ),
        // Floor 6: what acts.
        floor(
            "FlowEngine",
            on: [
                "FlowDiagnostics", "FlowJSON", "StatesLanguage", "FlowConnections", "FlowMachine", "FlowTasks",
                "FlowStore", "CClockWatch", logging,
            ]
        ),
        .target(name: "CClockWatch"),
        floor(
            "FlowStoreSQLite",
            on: ["FlowDiagnostics", "FlowJSON", "StatesLanguage", "FlowMachine", "FlowStore", "CSQLite", grdb]
        ),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        floor(
            "FlowTransfer",
            on: [
                "FlowDiagnostics", "FlowJSON", "StatesLanguage", "FlowConnections", "FlowTasks", "CCurl", "COpenSSL",
                "CWriteBack", logging,
            ]
        ),
        .target(name: "CWriteBack"),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        floor(
            "FlowQuery",
            on: [
                "FlowDiagnostics", "FlowJSON", "StatesLanguage", "FlowConnections", "FlowTasks", "CPostgres",
                "CSQLite", logging,
            ]
        ),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        floor(
            "FlowItems",
            on: [
                "FlowDiagnostics", "FlowJSON", "StatesLanguage", "FlowConnections", "FlowTasks", "CZlib", "CZstd",
            ]
        ),
        // Floor 7: who speaks to others, and whom others speak to.
        floor(
            "FlowServices",
            on: [
                "FlowDiagnostics", "FlowJSON", "StatesLanguage", "FlowConnections", "FlowTasks", "FlowTransfer",
                logging,
            ],
            exclude: ["Models/generate.py"]
        ),
        floor(
            "FlowServer",
            on: [
                "FlowDiagnostics", "FlowJSON", "StatesLanguage", "FlowConnections", "FlowMachine", "FlowTasks",
                "FlowStore", "FlowTesting", "FlowEngine", "FlowTransfer", hummingbird, hummingbirdCore,
                hummingbirdTLS, logging,
                metrics, tracing,
            ]
        ),
        floor("FlowLanguageServer", on: ["FlowDiagnostics", "FlowJSON", "JSONPath", "JSONata", "StatesLanguage"]),
        // Floor 8: one file a command.
        floor(
            "FlowCLI",
            on: [
                "FlowDiagnostics", "FlowJSON", "JSONPath", "JSONata", "StatesLanguage", "FlowConnections",
                "FlowMachine", "FlowTasks", "FlowDSL", "FlowStore", "FlowTesting", "FlowEngine", "FlowStoreSQLite",
                "FlowTransfer", "FlowQuery", "FlowItems", "FlowServices", "FlowServer", "FlowLanguageServer",
                argumentParser, logging,
            ]
        ),
        // Floor 9: domains, handlers and commands together.
        .executableTarget(
            name: "flow-task",
            dependencies: ["FlowCLI", "FlowDSL"] + domains.map { .byName(name: domainTarget($0)) },
            path: "runner",
            exclude: ["exports.map"],
            swiftSettings: settings,
            linkerSettings: [compactLinking]
        ),
        benchmark("json", "JSON", on: ["FlowJSON"], exclude: ["compare", "json_peers.js", "json_peers.py"]),
        benchmark("validator", "Validator", on: ["FlowDiagnostics", "StatesLanguage"]),
        benchmark("machine", "Machine", on: ["FlowDiagnostics", "FlowJSON", "FlowMachine", "StatesLanguage"]),
        benchmark(
            "items",
            "Items",
            on: ["FlowConnections", "FlowItems", "FlowJSON", "FlowTasks", "FlowTransfer", "StatesLanguage", logging],
            exclude: ["compare"]
        ),
        benchmark(
            "map",
            "Map",
            on: [
                "FlowConnections", "FlowEngine", "FlowItems", "FlowJSON", "FlowMachine", "FlowStore", "FlowTasks",
                "FlowTransfer", "StatesLanguage",
            ]
        ),
        benchmark(
            "engine",
            "Engine",
            on: [
                "FlowEngine", "FlowJSON", "FlowMachine", "FlowStore", "FlowStoreSQLite", "FlowTasks", "StatesLanguage",
            ]
        ),
        benchmark("api", "API", on: [], exclude: ["compare"]),
        benchmark(
            "store",
            "Store",
            on: ["FlowJSON", "FlowMachine", "FlowStore", "FlowStoreSQLite", "StatesLanguage"]
        ),
        .target(
            name: "Suites",
            dependencies: ["FlowJSON"],
            path: "Tests/Suites",
            swiftSettings: settings
        ),
        tests("FlowDiagnostics"),
        tests("FlowJSON", on: ["FlowDiagnostics"]),
        tests("JSONPath", on: ["FlowDiagnostics", "FlowJSON"]),
        tests("JSONata", on: ["FlowDiagnostics", "FlowJSON"], fixtures: true),
        tests("StatesLanguage", on: ["FlowDiagnostics", "FlowJSON"]),
        tests("FlowConnections", on: ["FlowDiagnostics", "FlowJSON"]),
        tests("FlowMachine", on: ["FlowDiagnostics", "FlowJSON", "StatesLanguage", "Suites"], fixtures: true),
        tests("FlowTasks", on: ["FlowConnections", "FlowDiagnostics", "FlowJSON", "StatesLanguage", logging]),
        tests("FlowDSL", on: ["FlowDiagnostics", "FlowJSON", "FlowTasks", "StatesLanguage"]),
        tests(
            "FlowEngine",
            on: [
                "FlowConnections", "FlowJSON", "FlowMachine", "FlowStore", "FlowTasks", "StatesLanguage", logging,
            ]
        ),
        tests(
            "FlowStoreSQLite",
            on: ["FlowJSON", "FlowMachine", "FlowStore", "StatesLanguage", grdb],
            fixtures: true
        ),
        tests("FlowTransfer", on: ["FlowConnections", "FlowJSON", "FlowTasks", "StatesLanguage", logging]),
        tests("FlowQuery", on: ["FlowConnections", "FlowJSON", "FlowTasks", "StatesLanguage", logging]),
        tests("FlowTesting", on: ["FlowDiagnostics", "FlowJSON", "FlowMachine", "StatesLanguage", "Suites"]),
        tests(
            "FlowItems",
            on: [
                "FlowConnections", "FlowJSON", "FlowTasks", "FlowTransfer", "StatesLanguage", "CZlib", "CZstd", logging,
            ]
        ),
        tests(
            "FlowServices",
            on: ["FlowConnections", "FlowJSON", "FlowTasks", "FlowTransfer", "StatesLanguage", logging]
        ),
        tests(
            "FlowServer",
            on: [
                "FlowConnections", "FlowEngine", "FlowJSON", "FlowMachine", "FlowStore", "FlowStoreSQLite", "FlowTasks",
                "StatesLanguage",
            ]
        ),
        tests("FlowLanguageServer", on: ["FlowDiagnostics", "FlowJSON", "JSONata", "StatesLanguage"]),
        tests(
            "FlowCLI",
            on: [
                "FlowDSL", "FlowEngine", "FlowJSON", "FlowMachine", "FlowStore", "FlowTasks", "JSONata",
                "StatesLanguage", logging,
            ]
        ),
        .testTarget(
            name: "ReadmeTests",
            dependencies: ["FlowCLI", "FlowConnections", "FlowDSL", "FlowEngine", "FlowMachine"],
            swiftSettings: settings
        ),
    ]
        + domains.map { domain in
            .target(
                name: domainTarget(domain),
                dependencies: ["FlowDSL"],
                path: "flows/\(domain)",
                exclude: ["Examples", "Tests"],
                sources: ["Flows", "Tasks"],
                packageAccess: false,
                swiftSettings: settings
            )
        }
)
