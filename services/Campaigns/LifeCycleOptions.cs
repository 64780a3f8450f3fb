using System.ComponentModel.DataAnnotations;

namespace AdPlatform.Campaigns;

internal sealed class LifeCycleOptions
{
    /// <summary>Seconds until an unanswered command is sent again, 1..3600. Default 60.</summary>
    [Range(1, 3600)]
    public int StepDeadlineSeconds { get; set; } = 60;

    /// <summary>Times that a command is sent before the campaign fails, 1..100. Default 10.</summary>
    [Range(1, 100)]
    public int StepAttempts { get; set; } = 10;
}
