namespace AdPlatform.Verify.CheckingDelivery;

internal static class DeliveryChecks
{
    public static IEnumerable<Check> Create() => [OffPolicyCheck.Create(), HeadlineReplayCheck.Create(), PacingCheck.Create(), OpenRtbCheck.Create()];
}
