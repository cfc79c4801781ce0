import FlowDSL

/// Brings a day's order files from the vendor into the lake and the warehouse, and reports on each region.
struct ImportOrders: Flow {
    static let name = "import-orders"
    static let summary = "A day's order files: vendor → lake → warehouse → a report for each region."

    struct Input: FlowInput {
        let day = Parameter<String>("The day to import, as YYYY-MM-DD.")
        let regions = Parameter(["north", "south", "west"], "The regions to report on.")
    }

    func states(_ input: References<Input>) {
        let landed = task(
            "LandFiles",
            CopyFiles("vendor", "outgoing/orders-\(input.day)-*.csv", to: .at("lake", "raw/\(input.day)"))
        )
        .timeout(.seconds(1800))
        .retry(on: ["Files.ConnectionFailed", "Files.ConnectionLost"], interval: .seconds(2), maxAttempts: 5)
        .catch { error in
            task(
                "ReportVendorDown",
                WriteFile("\(error.name): \(error.cause)\n", to: .at("lake", "alerts/\(input.day).txt"))
            )
            fail("VendorDown", error: "Orders.VendorDown", cause: error.cause)
        }

        choice("AnyFiles") {
            when(landed.count == 0) {
                task(
                    "NoteEmptyDay",
                    WriteFile("No orders on \(input.day).\n", to: .at("lake", "reports/\(input.day)/EMPTY"))
                )
                succeed("EmptyDay", output: ["day": input.day, "files": 0])
            }
        }

        prepareWarehouse(for: input.day)

        let loaded = map("LoadFiles", over: landed.files, maxConcurrency: 1) { file in
            let checked = task("CheckFile", CheckOrders(file: file.location))
            choice("FileUsable") {
                when(checked.badLines > 0) {
                    fail("BadFile", error: "Orders.BadFile", cause: "\(file.name): \(checked.firstProblem)")
                }
            }
            return task("LoadFile", LoadRows("warehouse", table: "orders", from: file.location)).rowCount
        }

        let reports = map("ReportRegions", over: input.regions, maxConcurrency: 4) { region in
            task(
                "ReportRegion",
                ExportRows(
                    "warehouse",
                    """
                    SELECT order_id, customer, amount FROM orders
                    WHERE order_day = $1 AND region = $2 ORDER BY order_id
                    """,
                    parameters: [input.day, region],
                    to: .at("lake", "reports/\(input.day)/\(region).csv")
                )
            )
        }

        succeed(
            "Imported",
            output: [
                "day": input.day,
                "files": landed.count,
                "rows": loaded.result.sum,
                "reports": reports.result,
            ]
        )
    }
}
