namespace AdPlatform.CreativeGeneration.Gate;

internal sealed partial record Vocabulary
{
    private static readonly Vocabulary Japanese = new()
    {
        Unspaced = true,
        // Particles, the copula, and what verbs are inflected with; no negation among them.
        Neutral = Set("の は が を に で と も や へ です します ます きます ぎます ちます びます みます ります います して て って いて いで んで きて なら これが ご紹介 をご紹介します 数字で見る こんにちは 出典"),
        OfferWords = Set("オフ 引き のところ コード 特典"),
        DeadlineWords = Set("まで 日"),
        Superlatives = Set(
            "最高 最も 一番 ナンバーワン no1 唯一 完璧 究極 絶対 必ず 世界一 日本一 業界初 史上初 最安 最強 無料 永久 効果抜群 奇跡 誰でも 常に 決して 万能 保証 証明 臨床 科学的 革命 新しい 新登場 人気no 大人気 治る 完治").ToArray(),
        Urgency = Set("今すぐ お急ぎ 急いで 本日 今日 今夜 残りわずか ラストチャンス 最後のチャンス 期間限定 数量限定 限定 まもなく 間もなく 先着 今だけ 早い者勝ち 締切 今週 明日 お見逃しなく").ToArray(),
        Months = ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
        Buttons = new HashSet<string> { "特典を見る", "詳細を見る", "オファーを確認", "購入する", "ご注文はこちら", "詳しく見る", "もっと知る", "公式サイトへ" },
        Disclosure = "広告",
        Endings = Set(""),
    };
}
