using System.Diagnostics;
using System.Text.Json;
using AdPlatform.MediaPlanning.Optimising;

namespace AdPlatform.Benchmarks.Planning;

/// <summary>scipy's SLSQP on the same problem, with exact gradients; null where scipy is not installed.</summary>
internal static class Slsqp
{
    private const string Script = """
        import json, sys, time
        import numpy as np
        from scipy.optimize import minimize
        p = json.load(sys.stdin)
        A, S, U = (np.array(p[k]) for k in ("a", "s", "upper")); kind = np.array(p["kind"]); n = len(A)
        f = lambda x: -np.where(kind == 0, A * x / (x + S), A * (1 - np.exp(-x / S))).sum()
        g = lambda x: -np.where(kind == 0, A * S / (x + S) ** 2, A / S * np.exp(-x / S))
        rows = [np.ones(n)] + [(np.array(p["group"]) == k) * 1.0 for k in range(len(p["cap"]))] + [(np.array(p["pool"]) == k) * np.array(p["use"]) for k in range(len(p["supply"]))]
        M = np.array(rows); b = np.array([p["budget"]] + p["cap"] + p["supply"])
        least = np.array(p["least"]); most = np.minimum(U, [m if m is not None else np.inf for m in p["most"]])
        started = time.perf_counter()
        r = minimize(f, np.maximum(least, 0.2 * most), jac=g, bounds=list(zip(least, most)), constraints=[{"type": "ineq", "fun": lambda x: b - M @ x, "jac": lambda x: -M}], method="SLSQP", options={"maxiter": 1000, "ftol": 1e-6})
        print(json.dumps({"seconds": time.perf_counter() - started, "value": -float(r.fun), "overdraft": float(max(0, (M @ r.x - b).max())), "success": bool(r.success)}))
        """;

    public static async Task<JsonElement?> RunAsync(PlanProblem p, CancellationToken cancellationToken)
    {
        foreach (var python in new[] { "/usr/bin/python3", "python3" })
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(python, ["-c", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
                var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
                await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new
                {
                    a = p.A, s = p.S, upper = p.Upper, kind = p.Kind.Select(k => (int)k), budget = p.Budget, least = p.LineMin, most = p.LineMax.Select(m => double.IsFinite(m) ? m : (double?)null), group = p.Group,
                    cap = p.GroupCap, pool = p.Pool, use = p.SupplyUse, supply = p.Supply,
                }));
                process.StandardInput.Close();
                await process.WaitForExitAsync(cancellationToken);
                if (process.ExitCode == 0) return JsonSerializer.Deserialize<JsonElement>(await output);
                Report.Say($"{python}: {(await errors).Trim().Split('\n')[^1]}");
            }
            catch (Exception cause) when (cause is System.ComponentModel.Win32Exception or IOException)
            {
                Report.Say($"{python}: {cause.Message}");
            }
        }
        return null;
    }
}
