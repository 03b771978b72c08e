// Bodies that are files, too large for memory: what is sent to us goes to the disk piece by piece, and what we send comes
// from there. The disk is waited for on workers, never where sockets are served.
#include "api/http_connection.h"  // Before Boost.

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>

#include "api/sent_file.h"
#include "intake/upload_file.h"

namespace sojourn {

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

constexpr size_t kPieceBytes = 128 * 1024;  // Must come or go within `read_time`.

// The server could not do it, for lack of memory mostly.
Problem failed_upload() {
  return {503, "unavailable", "the file cannot be taken at present; send it again in a moment", "body"};
}

}  // namespace

HttpConnection::Awaitable<bool> HttpConnection::on_worker(std::function<void()> work) {
  const asio::any_io_executor executor = stream_.get_executor();
  // Never runs out: cancelling it wakes us.
  const auto done = std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
  const auto whole = std::make_shared<std::atomic<bool>>(false);
  asio::post(workers_, [work = std::move(work), executor, done, whole] {
    try {
      work();
      *whole = true;
    } catch (const std::exception&) {
      // No exception may end a worker: the server would end with it. Mostly there is no memory.
    }
    asio::post(executor, [done] { done->cancel(); });
  });
  error_code ignored;
  co_await done->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  co_return whole->load();
}

HttpConnection::Awaitable<bool> HttpConnection::read_upload(Parser& parser, Incoming& incoming,
                                                            std::optional<HttpReply>& early) {
  HttpRequest& request = incoming.request;
  incoming.body_left = large_ = true;
  std::optional<uint64_t> length;
  if (parser.content_length()) length = *parser.content_length();
  std::function<void()> begin = [&] { early = application_.begin_upload(request, length); };
  const bool begun = co_await on_worker(std::move(begin));
  if (!begun) early = application_.reject(failed_upload(), request);
  if (!early && !incoming.share.grow_to(kPieceBytes)) early = crowded(request);
  if (early) co_return true;
  const bool promised = co_await promise_to_read(incoming);
  if (!promised) co_return false;
  http::request_parser<http::buffer_body> body(std::move(parser));
  body.body_limit(application_.body_bytes_max(request));
  const bool whole = co_await read_pieces(body, incoming, early);
  incoming.share.release();
  if (whole && !early) incoming.body_left = large_ = false;
  co_return whole;
}

HttpConnection::Awaitable<bool> HttpConnection::read_pieces(FileParser& body, Incoming& incoming,
                                                            std::optional<HttpReply>& early) {
  HttpRequest& request = incoming.request;
  std::string piece(kPieceBytes, '\0');
  Status written;
  while (!body.is_done() && written.ok()) {
    body.get().body().data = piece.data();
    body.get().body().size = piece.size();
    stream_.expires_after(options_.read_time);
    error_code error;
    co_await http::async_read(stream_, buffer_, body, asio::redirect_error(asio::use_awaitable, error));
    if (error == http::error::need_buffer) error = {};
    if (error) {
      early = reply_to_bad(error, request, true);
      co_return early.has_value();
    }
    const std::string_view bytes(piece.data(), piece.size() - body.get().body().size);
    const bool last = body.is_done();
    std::function<void()> keep = [&] {
      written = request.upload->write(bytes);
      if (written.ok() && last) written = request.upload->finish(true);
    };
    stream_.expires_never();
    const bool kept = co_await on_worker(std::move(keep));
    if (!kept) {
      early = application_.reject(failed_upload(), request);
      co_return true;
    }
  }
  if (!written.ok()) early = application_.reject_upload(written, request);
  co_return true;
}

HttpConnection::Awaitable<bool> HttpConnection::write_file(std::shared_ptr<SentFile> file) {
  std::string piece(kPieceBytes, '\0');
  for (uint64_t at = 0; at < file->bytes();) {
    size_t size = 0;
    std::function<void()> read = [&] { size = file->read(at, piece.data(), piece.size()); };
    stream_.expires_never();
    const bool whole = co_await on_worker(std::move(read));
    // The length is promised: a disk that fails now can only be told by hanging up.
    if (!whole || size == 0) co_return false;
    stream_.expires_after(options_.read_time);
    error_code error;
    co_await asio::async_write(stream_, asio::buffer(piece.data(), size),
                               asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return false;
    at += size;
  }
  co_return true;
}

}  // namespace sojourn
