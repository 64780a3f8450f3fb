namespace AdPlatform.Security.Tests;

/// <summary>How a stranger asks for what is not his. Braces are filled with the owner's ids.</summary>
/// <param name="Path">Of the route itself unless told; queries go here.</param>
/// <param name="TakesForeignIds">The answer must be the one for an id that never existed.</param>
/// <param name="EmptyIsFine">A list or a count that is empty is no leak.</param>
internal sealed record Row(string? Path = null, string? Body = null, bool TakesForeignIds = false, bool EmptyIsFine = false, string ContentType = "application/json");

internal static class Rows
{
    private const string Reviewer = "{\"reviewer\":\"Mallory\"}";
    private const string Call = """{"userId":"somebody-of-mine","messageId":"x","event":"Title Watched","name":"x","groupId":"g","previousId":"old"}""";
    private static readonly Row Foreign = new(TakesForeignIds: true);
    private static readonly Row Own = new(EmptyIsFine: true);

    public static IReadOnlyDictionary<string, Row> All { get; } = new Dictionary<string, Row>
    {
        ["POST /v1/accounts"] = new(Body: "{\"kind\":\"advertiser\",\"name\":\"x\"}", EmptyIsFine: true),
        ["GET /v1/accounts"] = Own,
        ["POST /v1/keys"] = new(Body: "{\"accountId\":\"{accountId}\",\"name\":\"stolen\",\"scopes\":[\"admin\"]}", TakesForeignIds: true),
        ["GET /v1/keys"] = Own,
        ["DELETE /v1/keys/{keyId}"] = Foreign,
        ["POST /v1/campaigns"] = new(Body: "{}"),
        ["GET /v1/campaigns"] = new("/v1/campaigns?pageToken={campaignId}", EmptyIsFine: true),
        ["GET /v1/campaigns/{campaignId}"] = Foreign,
        ["GET /v1/campaigns/{campaignId}/brief"] = Foreign,
        ["GET /v1/campaigns/{campaignId}/progress"] = Foreign,
        ["GET /v1/campaigns/{campaignId}/report"] = Foreign,
        ["POST /v1/campaigns/{campaignId}/approve"] = new(Body: Reviewer, TakesForeignIds: true),
        ["POST /v1/campaigns/{campaignId}/activate"] = new(Body: "{}", TakesForeignIds: true),
        ["POST /v1/campaigns/{campaignId}/pause"] = new(Body: "{}", TakesForeignIds: true),
        ["POST /v1/campaigns/{campaignId}/cancel"] = new(Body: "{}", TakesForeignIds: true),
        ["GET /v1/creatives"] = new("/v1/creatives?campaignId={campaignId}", TakesForeignIds: true, EmptyIsFine: true),
        ["GET /v1/creatives/export"] = new("/v1/creatives/export?campaignId={campaignId}&format=csv", TakesForeignIds: true, EmptyIsFine: true),
        ["GET /v1/creatives/rejections"] = new("/v1/creatives/rejections?campaignId={campaignId}", TakesForeignIds: true, EmptyIsFine: true),
        ["GET /v1/creatives/{id}"] = new("/v1/creatives/{creativeId}", TakesForeignIds: true),
        ["GET /v1/creatives/{id}/lineage"] = new("/v1/creatives/{creativeId}/lineage", TakesForeignIds: true),
        ["POST /v1/creatives/{id}/reviews"] = new("/v1/creatives/{creativeId}/reviews", "{\"decision\":\"rejected\",\"reviewer\":\"Mallory\",\"comment\":\"no\"}", TakesForeignIds: true),
        ["POST /v1/creatives/approve-remaining"] = new(Body: "{\"campaignId\":\"{campaignId}\",\"reviewer\":\"Mallory\"}", TakesForeignIds: true),
        ["GET /v1/assets/{file}"] = new("/v1/assets/{draft}", TakesForeignIds: true),
        ["POST /v1/assets/library"] = new("/v1/assets/library?kind=image&name=x&rightsHolder=x", "no picture", ContentType: "image/png"),
        ["POST /v1/assets/fetch"] = new(Body: "{\"url\":\"https://169.254.169.254/latest/meta-data\",\"kind\":\"image\",\"name\":\"x\",\"rights\":{\"holder\":\"x\"}}"),
        ["GET /v1/assets/library"] = new("/v1/assets/library?after={assetId}", EmptyIsFine: true),
        ["GET /v1/assets/library/{assetId}"] = Foreign,
        ["GET /v1/assets/library/{assetId}/content"] = Foreign,
        ["DELETE /v1/assets/library/{assetId}"] = Foreign,
        ["GET /v1/plans"] = new("/v1/plans?campaignId={campaignId}", TakesForeignIds: true, EmptyIsFine: true),
        ["GET /v1/plans/{planId}"] = Foreign,
        ["GET /v1/plans/{planId}.csv"] = Foreign,
        ["GET /v1/plans/{planId}.xlsx"] = Foreign,
        ["POST /v1/plans"] = new(Body: "{}"),
        ["POST /v1/plans/sentences"] = new(Body: "{\"text\":\"10k in France in May\"}", EmptyIsFine: true),
        ["POST /v1/plans/splits"] = new(Body: "{\"budget\":{\"amount\":\"9.00\",\"currency\":\"EUR\"},\"channels\":[]}"),
        ["POST /v1/plans/score"] = new(Body: "{\"request\":{},\"lines\":[]}"),
        ["POST /v1/plans/{planId}/scenarios"] = new(Body: "{}", TakesForeignIds: true),
        ["GET /v1/plans/{planId}/frontier"] = Foreign,
        ["GET /v1/plans/{planId}/duplication"] = Foreign,
        ["POST /v1/plans/{planId}/replan"] = new(Body: "{}", TakesForeignIds: true),
        ["POST /v1/plans/{planId}/hold"] = new(Body: "{}", TakesForeignIds: true),
        ["POST /v1/plans/{planId}/book"] = new(Body: "{}", TakesForeignIds: true),
        ["POST /v1/plans/{planId}/release"] = new(Body: "{}", TakesForeignIds: true),
        ["GET /v1/plans/{planId}/order"] = Foreign,
        ["GET /v1/plans/{planId}/order.html"] = Foreign,
        ["GET /v1/inventory/search"] = new("/v1/inventory/search?q=ocelot", EmptyIsFine: true),
        ["GET /v1/inventory/avails"] = Own,
        ["POST /v1/inventory/imports"] = new("/v1/inventory/imports?source=csv", "title_id,title\nx,y\n", ContentType: "text/csv"),
        ["GET /v1/inventory"] = Own,
        ["GET /v1/delivery/campaigns/{campaignId}"] = Foreign,
        ["GET /v1/decisions/{decisionId}/explanation"] = Foreign,
        ["POST /v1/delivery/campaigns/{campaignId}/what-if"] = new(Body: """{"metric":"click","shares":{"crv_00000000000000000000000000000001":1}}""", TakesForeignIds: true),
        ["POST /v1/experiments"] = new(Body: """{"campaignId":"{campaignId}","name":"mine","metric":"click","factors":["angle"]}""", TakesForeignIds: true),
        ["GET /v1/experiments/{experimentId}"] = Foreign,
        ["POST /v1/experiments/{experimentId}/stop"] = new(Body: "{}", TakesForeignIds: true),
        ["POST /openrtb2/auction"] = new(Body: """{"id":"r","imp":[{"id":"1","banner":{"w":300,"h":250}}],"site":{"content":{"id":"tt-x"}},"device":{"geo":{"country":"FRA"}}}""", EmptyIsFine: true),
        ["GET /v1/vast"] = new("/v1/vast?country=FR&viewer={viewerId}", EmptyIsFine: true),
        ["GET /v1/vmap"] = new("/v1/vmap?breaks=start&country=FR&viewer={viewerId}", EmptyIsFine: true),
        ["POST /v1/track"] = new(Body: Call, EmptyIsFine: true),
        ["POST /v1/identify"] = new(Body: Call, EmptyIsFine: true),
        ["POST /v1/page"] = new(Body: Call, EmptyIsFine: true),
        ["POST /v1/screen"] = new(Body: Call, EmptyIsFine: true),
        ["POST /v1/group"] = new(Body: Call, EmptyIsFine: true),
        ["POST /v1/alias"] = new(Body: Call, EmptyIsFine: true),
        ["POST /v1/batch"] = new(Body: "{\"batch\":[]}", EmptyIsFine: true),
        ["GET /v1/profiles"] = new("/v1/profiles?userId={viewerId}", TakesForeignIds: true),
        ["GET /v1/profiles/{kind}/{id}"] = new("/v1/profiles/user/{viewerId}", TakesForeignIds: true),
        ["GET /v1/profiles/{kind}/{id}/export"] = new("/v1/profiles/user/{viewerId}/export", TakesForeignIds: true),
        ["DELETE /v1/profiles/{kind}/{id}"] = new("/v1/profiles/user/{viewerId}", EmptyIsFine: true),
        ["GET /v1/erasures/{id}"] = new("/v1/erasures/ers_0199000000007000800000000000dead", TakesForeignIds: true),
        ["POST /v1/segments"] = new(Body: "{\"name\":\"mine\",\"rule\":{\"segment\":\"{segmentId}\"}}", TakesForeignIds: true),
        ["GET /v1/segments"] = Own,
        ["GET /v1/segments/{id}"] = new("/v1/segments/{segmentId}"),
        ["PUT /v1/segments/{id}"] = new("/v1/segments/{segmentId}", "{\"rule\":{\"interest\":{\"genre\":\"drama\",\"atLeast\":9}}}", TakesForeignIds: true),
        ["GET /v1/segments/overlaps"] = new("/v1/segments/overlaps?ids={segmentId},{segmentId}", EmptyIsFine: true),
        ["POST /v1/segments/{id}/lookalikes"] = new("/v1/segments/{segmentId}/lookalikes", "{\"name\":\"like yours\"}", TakesForeignIds: true),
        ["GET /v1/segments/{id}/lookalike"] = new("/v1/segments/{segmentId}/lookalike", TakesForeignIds: true),
        ["GET /v1/scores"] = Own,
        ["PUT /v1/scores/{name}"] = new("/v1/scores/mine", "{\"elements\":[{\"points\":1,\"when\":{\"segment\":\"{segmentId}\"}}]}", TakesForeignIds: true),
        ["POST /v1/segments/preview"] = new(Body: "{\"rule\":{\"interest\":{\"genre\":\"drama\",\"atLeast\":0.1}}}", EmptyIsFine: true),
        ["POST /v1/decisions"] = new(
            Body: """{"placements":[{"id":"p","format":"native"}],"viewer":{"ids":[{"kind":"user","id":"{viewerId}"}]},"context":{"titleId":"ocelot-nights","country":"FR","language":"fr"},"consent":{"gdpr":true,"purposes":[1,2,3,4,5,6,7,8,9,10]}}""",
            EmptyIsFine: true),
    };
}
