public import FlowDSL

/// Orders of the shop: bringing them in, closing the day, auditing what was landed.
public let orders = Domain(
    "orders",
    summary: "Orders of the shop, from the vendor's files to the warehouse.",
    connections: [
        ConnectionTemplate(
            "vendor",
            "the vendor's server with order files",
            default: "file:flows/orders/Examples/vendor"
        ),
        ConnectionTemplate("lake", "where files are kept", default: "file:.flow-task/lake"),
        ConnectionTemplate(
            "warehouse",
            "the database with the table of orders",
            default: "sqlite:.flow-task/warehouse.sqlite"
        ),
    ],
    flows: [ImportOrders(), CloseDay(), AuditFiles()],
    handlers: [AnyTaskHandler(OrderChecker())]
)
