/// The actions of AWS's services, as far as a name can be told to be wrong by them.
package enum ServiceActions {
    /// The actions of a service that `aws-sdk:<service>:<action>` calls; `nil` where they are not all known.
    package static func ofSDK(_ service: String) -> [Substring]? { sdk[service]?.split { $0 == " " || $0 == "\n" } }

    /// The actions of an optimized integration; `nil` where the service has none that is known.
    static func ofOptimized(_ service: String) -> [Substring]? { optimized[service]?.split(separator: " ") }

    /// Those that wait for a task token or for nothing, and not for a job.
    static func isWithoutJobs(_ service: String) -> Bool { withoutJobs.contains(service) }

    private static let withoutJobs: Set<String> = [
        "apigateway", "dynamodb", "events", "http", "lambda", "sns", "sqs",
    ]

    /// Source: AWS developer guide, "Optimizing integrations for Step Functions".
    private static let optimized: [String: String] = [
        "apigateway": "invoke",
        "athena": "startQueryExecution stopQueryExecution getQueryExecution getQueryResults",
        "batch": "submitJob",
        "bedrock": "invokeModel createModelCustomizationJob",
        "databrew": "startJobRun",
        "dynamodb": "getItem putItem updateItem deleteItem",
        "ecs": "runTask",
        "events": "putEvents",
        "glue": "startJobRun",
        "http": "invoke",
        "lambda": "invoke",
        "mediaconvert": "createJob",
        "sns": "publish",
        "sqs": "sendMessage",
        "states": "startExecution",
    ]

    /// Source: botocore's service models.
    private static let sdk: [String: String] = [
        "cloudwatchlogs": """
        associateKmsKey associateSourceToS3TableIntegration cancelExportTask cancelImportTask createDelivery
        createExportTask createImportTask createLogAnomalyDetector createLogGroup createLogStream
        createLookupTable createScheduledQuery deleteAccountPolicy deleteDataProtectionPolicy deleteDelivery
        deleteDeliveryDestination deleteDeliveryDestinationPolicy deleteDeliverySource deleteDestination
        deleteIndexPolicy deleteIntegration deleteLogAnomalyDetector deleteLogGroup deleteLogStream
        deleteLookupTable deleteMetricFilter deleteQueryDefinition deleteResourcePolicy
        deleteRetentionPolicy deleteScheduledQuery deleteSubscriptionFilter deleteTransformer
        describeAccountPolicies describeConfigurationTemplates describeDeliveries
        describeDeliveryDestinations describeDeliverySources describeDestinations describeExportTasks
        describeFieldIndexes describeImportTaskBatches describeImportTasks describeIndexPolicies
        describeLogGroups describeLogStreams describeLookupTables describeMetricFilters describeQueries
        describeQueryDefinitions describeResourcePolicies describeSubscriptionFilters disassociateKmsKey
        disassociateSourceFromS3TableIntegration filterLogEvents getDataProtectionPolicy getDelivery
        getDeliveryDestination getDeliveryDestinationPolicy getDeliverySource getIntegration
        getLogAnomalyDetector getLogEvents getLogFields getLogGroupFields getLogObject getLogRecord
        getLookupTable getQueryResults getScheduledQuery getScheduledQueryHistory getTransformer
        listAggregateLogGroupSummaries listAnomalies listIntegrations listLogAnomalyDetectors listLogGroups
        listLogGroupsForQuery listScheduledQueries listSourcesForS3TableIntegration listTagsForResource
        listTagsLogGroup putAccountPolicy putBearerTokenAuthentication putDataProtectionPolicy
        putDeliveryDestination putDeliveryDestinationPolicy putDeliverySource putDestination
        putDestinationPolicy putIndexPolicy putIntegration putLogEvents putLogGroupDeletionProtection
        putMetricFilter putQueryDefinition putResourcePolicy putRetentionPolicy putSubscriptionFilter
        putTransformer startLiveTail startQuery stopQuery tagLogGroup tagResource testMetricFilter
        testTransformer untagLogGroup untagResource updateAnomaly updateDeliveryConfiguration
        updateLogAnomalyDetector updateLookupTable updateScheduledQuery
        """,
        "dynamodb": """
        batchExecuteStatement batchGetItem batchWriteItem createBackup createGlobalTable createTable
        deleteBackup deleteItem deleteResourcePolicy deleteTable describeBackup describeContinuousBackups
        describeContributorInsights describeEndpoints describeExport describeGlobalTable
        describeGlobalTableSettings describeImport describeKinesisStreamingDestination describeLimits
        describeTable describeTableReplicaAutoScaling describeTimeToLive disableKinesisStreamingDestination
        enableKinesisStreamingDestination executeStatement executeTransaction exportTableToPointInTime
        getItem getResourcePolicy importTable listBackups listContributorInsights listExports
        listGlobalTables listImports listTables listTagsOfResource putItem putResourcePolicy query
        restoreTableFromBackup restoreTableToPointInTime scan tagResource transactGetItems
        transactWriteItems untagResource updateContinuousBackups updateContributorInsights updateGlobalTable
        updateGlobalTableSettings updateItem updateKinesisStreamingDestination updateTable
        updateTableReplicaAutoScaling updateTimeToLive
        """,
        "eventbridge": """
        activateEventSource cancelReplay createApiDestination createArchive createConnection createEndpoint
        createEventBus createPartnerEventSource deactivateEventSource deauthorizeConnection
        deleteApiDestination deleteArchive deleteConnection deleteEndpoint deleteEventBus
        deletePartnerEventSource deleteRule describeApiDestination describeArchive describeConnection
        describeEndpoint describeEventBus describeEventSource describePartnerEventSource describeReplay
        describeRule disableRule enableRule listApiDestinations listArchives listConnections listEndpoints
        listEventBuses listEventSources listPartnerEventSourceAccounts listPartnerEventSources listReplays
        listRuleNamesByTarget listRules listTagsForResource listTargetsByRule putEvents putPartnerEvents
        putPermission putRule putTargets removePermission removeTargets startReplay tagResource
        testEventPattern untagResource updateApiDestination updateArchive updateConnection updateEndpoint
        updateEventBus
        """,
        "kms": """
        cancelKeyDeletion connectCustomKeyStore createAlias createCustomKeyStore createGrant createKey
        decrypt deleteAlias deleteCustomKeyStore deleteImportedKeyMaterial deriveSharedSecret
        describeCustomKeyStores describeKey disableKey disableKeyRotation disconnectCustomKeyStore enableKey
        enableKeyRotation encrypt generateDataKey generateDataKeyPair generateDataKeyPairWithoutPlaintext
        generateDataKeyWithoutPlaintext generateMac generateRandom getKeyLastUsage getKeyPolicy
        getKeyRotationStatus getParametersForImport getPublicKey importKeyMaterial listAliases listGrants
        listKeyPolicies listKeyRotations listKeys listResourceTags listRetirableGrants putKeyPolicy
        reEncrypt replicateKey retireGrant revokeGrant rotateKeyOnDemand scheduleKeyDeletion sign
        tagResource untagResource updateAlias updateCustomKeyStore updateKeyDescription updatePrimaryRegion
        verify verifyMac
        """,
        "lambda": """
        addLayerVersionPermission addPermission checkpointDurableExecution createAlias
        createCapacityProvider createCodeSigningConfig createEventSourceMapping createFunction
        createFunctionUrlConfig deleteAlias deleteCapacityProvider deleteCodeSigningConfig
        deleteEventSourceMapping deleteFunction deleteFunctionCodeSigningConfig deleteFunctionConcurrency
        deleteFunctionEventInvokeConfig deleteFunctionUrlConfig deleteLayerVersion
        deleteProvisionedConcurrencyConfig getAccountSettings getAlias getCapacityProvider
        getCodeSigningConfig getDurableExecution getDurableExecutionHistory getDurableExecutionState
        getEventSourceMapping getFunction getFunctionCodeSigningConfig getFunctionConcurrency
        getFunctionConfiguration getFunctionEventInvokeConfig getFunctionRecursionConfig
        getFunctionScalingConfig getFunctionUrlConfig getLayerVersion getLayerVersionByArn
        getLayerVersionPolicy getPolicy getProvisionedConcurrencyConfig getRuntimeManagementConfig invoke
        invokeAsync invokeWithResponseStream listAliases listCapacityProviders listCodeSigningConfigs
        listDurableExecutionsByFunction listEventSourceMappings listFunctionEventInvokeConfigs
        listFunctionUrlConfigs listFunctionVersionsByCapacityProvider listFunctions
        listFunctionsByCodeSigningConfig listLayerVersions listLayers listProvisionedConcurrencyConfigs
        listTags listVersionsByFunction publishLayerVersion publishVersion putFunctionCodeSigningConfig
        putFunctionConcurrency putFunctionEventInvokeConfig putFunctionRecursionConfig
        putFunctionScalingConfig putProvisionedConcurrencyConfig putRuntimeManagementConfig
        removeLayerVersionPermission removePermission sendDurableExecutionCallbackFailure
        sendDurableExecutionCallbackHeartbeat sendDurableExecutionCallbackSuccess stopDurableExecution
        tagResource untagResource updateAlias updateCapacityProvider updateCodeSigningConfig
        updateEventSourceMapping updateFunctionCode updateFunctionConfiguration
        updateFunctionEventInvokeConfig updateFunctionUrlConfig
        """,
        "rdsdata": """
        batchExecuteStatement beginTransaction commitTransaction executeSql executeStatement
        rollbackTransaction
        """,
        "redshiftdata": """
        batchExecuteStatement cancelStatement describeStatement describeTable executeStatement
        getStatementResult getStatementResultV2 listDatabases listSchemas listStatements listTables
        """,
        "s3": """
        abortMultipartUpload completeMultipartUpload copyObject createBucket
        createBucketMetadataConfiguration createBucketMetadataTableConfiguration createMultipartUpload
        createSession deleteBucket deleteBucketAnalyticsConfiguration deleteBucketCors
        deleteBucketEncryption deleteBucketIntelligentTieringConfiguration
        deleteBucketInventoryConfiguration deleteBucketLifecycle deleteBucketMetadataConfiguration
        deleteBucketMetadataTableConfiguration deleteBucketMetricsConfiguration
        deleteBucketOwnershipControls deleteBucketPolicy deleteBucketReplication deleteBucketTagging
        deleteBucketWebsite deleteObject deleteObjectTagging deleteObjects deletePublicAccessBlock
        getBucketAbac getBucketAccelerateConfiguration getBucketAcl getBucketAnalyticsConfiguration
        getBucketCors getBucketEncryption getBucketIntelligentTieringConfiguration
        getBucketInventoryConfiguration getBucketLifecycle getBucketLifecycleConfiguration getBucketLocation
        getBucketLogging getBucketMetadataConfiguration getBucketMetadataTableConfiguration
        getBucketMetricsConfiguration getBucketNotification getBucketNotificationConfiguration
        getBucketOwnershipControls getBucketPolicy getBucketPolicyStatus getBucketReplication
        getBucketRequestPayment getBucketTagging getBucketVersioning getBucketWebsite getObject getObjectAcl
        getObjectAttributes getObjectLegalHold getObjectLockConfiguration getObjectRetention
        getObjectTagging getObjectTorrent getPublicAccessBlock headBucket headObject
        listBucketAnalyticsConfigurations listBucketIntelligentTieringConfigurations
        listBucketInventoryConfigurations listBucketMetricsConfigurations listBuckets listDirectoryBuckets
        listMultipartUploads listObjectVersions listObjects listObjectsV2 listParts putBucketAbac
        putBucketAccelerateConfiguration putBucketAcl putBucketAnalyticsConfiguration putBucketCors
        putBucketEncryption putBucketIntelligentTieringConfiguration putBucketInventoryConfiguration
        putBucketLifecycle putBucketLifecycleConfiguration putBucketLogging putBucketMetricsConfiguration
        putBucketNotification putBucketNotificationConfiguration putBucketOwnershipControls putBucketPolicy
        putBucketReplication putBucketRequestPayment putBucketTagging putBucketVersioning putBucketWebsite
        putObject putObjectAcl putObjectLegalHold putObjectLockConfiguration putObjectRetention
        putObjectTagging putPublicAccessBlock renameObject restoreObject selectObjectContent
        updateBucketMetadataInventoryTableConfiguration updateBucketMetadataJournalTableConfiguration
        updateObjectEncryption uploadPart uploadPartCopy writeGetObjectResponse
        """,
        "secretsmanager": """
        batchGetSecretValue cancelRotateSecret createSecret deleteResourcePolicy deleteSecret describeSecret
        getRandomPassword getResourcePolicy getSecretValue listSecretVersionIds listSecrets
        putResourcePolicy putSecretValue removeRegionsFromReplication replicateSecretToRegions restoreSecret
        rotateSecret stopReplicationToReplica tagResource untagResource updateSecret
        updateSecretVersionStage validateResourcePolicy
        """,
        "sfn": """
        createActivity createStateMachine createStateMachineAlias deleteActivity deleteStateMachine
        deleteStateMachineAlias deleteStateMachineVersion describeActivity describeExecution describeMapRun
        describeStateMachine describeStateMachineAlias describeStateMachineForExecution getActivityTask
        getExecutionHistory listActivities listExecutions listMapRuns listStateMachineAliases
        listStateMachineVersions listStateMachines listTagsForResource publishStateMachineVersion
        redriveExecution sendTaskFailure sendTaskHeartbeat sendTaskSuccess startExecution startSyncExecution
        stopExecution tagResource testState untagResource updateMapRun updateStateMachine
        updateStateMachineAlias validateStateMachineDefinition
        """,
        "sns": """
        addPermission checkIfPhoneNumberIsOptedOut confirmSubscription createPlatformApplication
        createPlatformEndpoint createSMSSandboxPhoneNumber createTopic deleteEndpoint
        deletePlatformApplication deleteSMSSandboxPhoneNumber deleteTopic getDataProtectionPolicy
        getEndpointAttributes getPlatformApplicationAttributes getSMSAttributes getSMSSandboxAccountStatus
        getSubscriptionAttributes getTopicAttributes listEndpointsByPlatformApplication
        listOriginationNumbers listPhoneNumbersOptedOut listPlatformApplications listSMSSandboxPhoneNumbers
        listSubscriptions listSubscriptionsByTopic listTagsForResource listTopics optInPhoneNumber publish
        publishBatch putDataProtectionPolicy removePermission setEndpointAttributes
        setPlatformApplicationAttributes setSMSAttributes setSubscriptionAttributes setTopicAttributes
        subscribe tagResource unsubscribe untagResource verifySMSSandboxPhoneNumber
        """,
        "sqs": """
        addPermission cancelMessageMoveTask changeMessageVisibility changeMessageVisibilityBatch createQueue
        deleteMessage deleteMessageBatch deleteQueue getQueueAttributes getQueueUrl
        listDeadLetterSourceQueues listMessageMoveTasks listQueueTags listQueues purgeQueue receiveMessage
        removePermission sendMessage sendMessageBatch setQueueAttributes startMessageMoveTask tagQueue
        untagQueue
        """,
        "sts": """
        assumeRole assumeRoleWithSAML assumeRoleWithWebIdentity assumeRoot decodeAuthorizationMessage
        getAccessKeyInfo getCallerIdentity getDelegatedAccessToken getFederationToken getSessionToken
        getWebIdentityToken
        """,
    ]
}
