using System.Diagnostics;
using System.Text.Json;
using AdPlatform.MediaPlanning.Optimising;

namespace AdPlatform.MediaPlanning.Tests.Optimising;

/// <summary>The optimum by cutting planes: tangents of every curve at every point found, each round a linear program of scipy's, until value and bound meet.</summary>
internal static class ScipyJudge
{
    private const string Script = """
        import json, sys
        import numpy as np
        from scipy.optimize import linprog
        out = []
        for p in json.load(sys.stdin):
            n, t = p["lines"], p["weeks"]; c = n * t
            A, S, U = (np.array(p[k]) for k in ("a", "s", "upper")); kind = np.repeat(p["kind"], t)
            f = lambda x: np.where(kind == 0, A * x / (x + S), A * (1 - np.exp(-x / S)))
            d = lambda x: np.where(kind == 0, A * S / (x + S) ** 2, A / S * np.exp(-x / S))
            rows, rhs = [], []
            def add(coefficients, limit):
                if np.isfinite(limit): rows.append(np.concatenate([coefficients, np.zeros(c)])); rhs.append(limit)
            line = np.repeat(np.arange(n), t); week = np.tile(np.arange(t), n)
            add(np.ones(c), p["budget"])
            for i in range(n):
                add((line == i) * 1.0, p["most"][i] if p["most"][i] is not None else np.inf); add((line == i) * -1.0, -p["least"][i])
            for g, cap in enumerate(p["cap"]): add((np.array(p["group"])[line] == g) * 1.0, cap)
            for j, cap in enumerate(p["supply"]): add(((np.array(p["pool"])[line] == j // t) & (week == j % t)) * np.array(p["use"]), cap)
            cuts, limits = [], []
            def tangent(x):
                for k in range(c):
                    row = np.zeros(2 * c); row[c + k] = 1; row[k] = -d(x)[k]; cuts.append(row); limits.append(f(x)[k] - d(x)[k] * x[k])
            for share in (0, .25, .5, 1): tangent(U * share)
            best = None
            for _ in range(60):
                r = linprog(np.concatenate([np.zeros(c), -np.ones(c)]), A_ub=np.array(rows + cuts), b_ub=np.array(rhs + limits), bounds=[(0, u) for u in U] + [(None, None)] * c, method="highs")
                if not r.success: break
                x = np.clip(r.x[:c], 0, U); best = f(x).sum()
                if -r.fun - best < 1e-8 * max(1, best): break
                tangent(x)
            out.append(best)
        print(json.dumps(out))
        """;

    public static bool Works(string python)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import scipy.optimize"]) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Null where there is no feasible spend.</summary>
    public static async Task<double?[]> OptimaAsync(string python, IReadOnlyList<PlanProblem> problems)
    {
        using var process = Process.Start(new ProcessStartInfo(python, ["-c", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(problems.Select(p => new
        {
            lines = p.Lines, weeks = p.Weeks, a = p.A, s = p.S, upper = p.Upper, kind = p.Kind.Select(k => (int)k), budget = p.Budget, least = p.LineMin,
            most = p.LineMax.Select(m => double.IsFinite(m) ? m : (double?)null), group = p.Group, cap = p.GroupCap, pool = p.Pool, use = p.SupplyUse, supply = p.Supply,
        })));
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return JsonSerializer.Deserialize<double?[]>(await output)!;
    }
}
