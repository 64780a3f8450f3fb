using AdPlatform.CreativeGeneration.Library;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.ServingAssets;

/// <summary>A film in the database, supplied or rendered, of which only what is read is fetched: a player asks for ranges, and a film may have 50 MB.</summary>
internal sealed class FilmStream : Stream
{
    /// <summary>Fetched at a time: a film is read in few pieces, and many viewers' pieces fit the memory.</summary>
    private const int Piece = 1 << 20;

    private readonly CreativesDb _db;
    private readonly (string Account, string Sha) _key;
    private readonly bool _rendered;
    private byte[] _piece = [];
    private long _from;

    private FilmStream(CreativesDb db, (string, string) key, bool rendered, long length) => (_db, _key, _rendered, Length) = (db, key, rendered, length);

    public override long Length { get; }
    public override long Position { get; set; }
    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;

    /// <returns>Null where the account has no such film.</returns>
    public static async Task<FilmStream?> OpenAsync(CreativesDb db, string account, string sha, CancellationToken cancellation)
    {
        if (await db.LibraryAssets.AsNoTracking().Where(a => a.AccountId == account && a.Sha256 == sha && a.Kind == AssetKind.Film && a.Type == FileType.Mp4).Select(a => (int?)a.Bytes).FirstOrDefaultAsync(cancellation) is { } bytes)
            return new(db, (account, sha), rendered: false, bytes);
        var length = await db.Database.SqlQuery<long>($"SELECT CAST(length(content) AS BIGINT) AS \"Value\" FROM pictures WHERE account_id = {account} AND sha256 = {sha} AND mime = 'video/mp4'").ToListAsync(cancellation);
        return length.Count == 0 ? null : new(db, (account, sha), rendered: true, length[0]);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.Length == 0) return 0;
        if (Position < _from || Position >= _from + _piece.Length) await FetchAsync(cancellationToken);
        var part = _piece.AsMemory((int)(Position - _from));
        var count = Math.Min(part.Length, buffer.Length);
        part[..count].CopyTo(buffer);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Length + offset };

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A database is read asynchronously.");
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Flush() { }

    /// <summary>The same function in SQLite and PostgreSQL.</summary>
    private async Task FetchAsync(CancellationToken cancellation)
    {
        var (account, sha, start) = (_key.Account, _key.Sha, (int)Position + 1);
        var query = _rendered
            ? _db.Database.SqlQuery<byte[]>($"SELECT substr(content, {start}, {Piece}) AS \"Value\" FROM pictures WHERE account_id = {account} AND sha256 = {sha}")
            : _db.Database.SqlQuery<byte[]>($"SELECT substr(content, {start}, {Piece}) AS \"Value\" FROM library_files WHERE account_id = {account} AND sha256 = {sha}");
        (_piece, _from) = ((await query.ToListAsync(cancellation)) is [{ Length: > 0 } found] ? found : throw new EndOfStreamException($"The film {sha} is gone."), Position);
    }
}
