namespace Giro.Rules.Text;

/// <summary>Finds the name that somebody probably meant.</summary>
internal static class Near
{
    /// <summary>What to write instead of a name that nobody knows.</summary>
    public static string Mend(string wrong, IEnumerable<string> known, string otherwise)
    {
        var best = Best(wrong, known);
        return best is null ? otherwise : $"write `{best}` if that is meant";
    }

    private static string? Best(string wrong, IEnumerable<string> known)
    {
        if (wrong.Length is < 2 or > 60) return null;
        var limit = wrong.Length < 5 ? 1 : 2;
        string? best = null;
        foreach (var name in known)
        {
            if (Math.Abs(name.Length - wrong.Length) > limit) continue;
            var distance = Distance(wrong, name);
            if (distance > limit) continue;
            (best, limit) = (name, distance - 1);
        }

        return best;
    }

    /// <summary>Letters to add, remove, replace or swap with the next (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var best = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = Math.Min(best, rows[i - 2, j - 2] + 1);
                rows[i, j] = best;
            }
        }

        return rows[a.Length, b.Length];
    }
}
