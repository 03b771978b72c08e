#include "store/key_run.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "base/assert.h"
#include "base/hash.h"
#include "store/private_files.h"

namespace sojourn {
namespace {

static_assert(std::endian::native == std::endian::little && sizeof(EventKey) == 16);

constexpr size_t kPageBytes = 4096;
constexpr size_t kChecksumAt = kPageBytes - sizeof(uint64_t);
constexpr size_t kBlockBytes = 64;
constexpr size_t kBlocksAPage = kChecksumAt / kBlockBytes;
constexpr size_t kKeysAPage = kChecksumAt / sizeof(EventKey);
constexpr uint64_t kKeysABlock = 32;
constexpr uint64_t kBlocksMax = UINT32_MAX;
constexpr size_t kBufferPages = 64;
constexpr uint64_t kMagic = 0x3153'5945'4b4a'4f53;  // "SOJKEYS1"

struct Header {
  uint64_t magic = kMagic;
  uint32_t version = 1;
  uint32_t page_bytes = kPageBytes;
  KeyRunFacts facts;
};
static_assert(sizeof(Header) == 72);

uint64_t hash_of(const void* bytes, size_t size) { return hash64({static_cast<const char*>(bytes), size}); }

uint64_t tag_of(const KeyRunFacts& facts) {
  const uint64_t parts[] = {static_cast<uint64_t>(facts.after), static_cast<uint64_t>(facts.last.number), facts.blocks,
                            facts.last.key.low};
  return hash_of(parts, sizeof parts);
}

// A page in another place, or of another run, is as wrong as one with other bytes.
uint64_t checksum(const char* page, uint64_t number, uint64_t tag) {
  const uint64_t parts[] = {hash_of(page, kChecksumAt), number, tag};
  return hash_of(parts, sizeof parts);
}

bool is_whole(const char* page, uint64_t number, uint64_t tag) {
  uint64_t stored = 0;
  std::memcpy(&stored, page + kChecksumAt, sizeof stored);
  return stored == checksum(page, number, tag);
}

uint64_t pages_of(uint64_t things, uint64_t a_page) { return (things + a_page - 1) / a_page; }

// After the last block stands one that only says how many keys there are.
uint64_t key_pages_from(const KeyRunFacts& facts) { return 1 + pages_of(facts.blocks + 1, kBlocksAPage); }

uint64_t pages_in(const KeyRunFacts& facts) { return key_pages_from(facts) + pages_of(facts.keys, kKeysAPage); }

uint64_t block_of(const EventKey& key, uint64_t blocks) { return ((key.high >> 32) * blocks) >> 32; }

// One bit in each of the seven words after the first, by six bits of the key each.
unsigned bit_of(const EventKey& key, size_t word) { return static_cast<unsigned>(key.low >> (6 * word)) & 63; }

Status disk_error(const char* doing, const std::string& path) {
  return Status::unavailable(std::string(doing) + ": " + std::generic_category().message(errno), path);
}

Status damaged(const std::string& path) { return Status::corruption("a run of keys is damaged", path); }

}  // namespace

// --- finding

KeyRun::KeyRun(std::string path, std::shared_ptr<const MappedFile> filter, int file, const KeyRunFacts& facts)
    : path_(std::move(path)),
      filter_(std::move(filter)),
      file_(file),
      facts_(facts),
      tag_(tag_of(facts)),
      checked_(pages_of(key_pages_from(facts), 64)) {
  // Without reading ahead: what is asked for lies anywhere.
  ::madvise(const_cast<char*>(filter_->bytes().data()), filter_->bytes().size(), MADV_RANDOM);
}

KeyRun::~KeyRun() { ::close(file_); }

Result<std::shared_ptr<KeyRun>> KeyRun::open(const std::string& path) {
  SOJOURN_TRY(std::shared_ptr<const MappedFile> mapped, MappedFile::open(path));
  const std::string_view bytes = mapped->bytes();
  if (bytes.size() < kPageBytes) return damaged(path);
  Header header;
  std::memcpy(&header, bytes.data(), sizeof header);
  const KeyRunFacts& facts = header.facts;
  const bool known = header.magic == kMagic && header.version == 1 && header.page_bytes == kPageBytes;
  const uint64_t most = bytes.size() / sizeof(EventKey);  // More have no room in it.
  if (!known || facts.keys > most || facts.blocks == 0 || facts.blocks > kBlocksMax || facts.after < 0 ||
      facts.last.number < facts.after || !is_whole(bytes.data(), 0, tag_of(facts)) ||
      bytes.size() != pages_in(facts) * kPageBytes) {
    return damaged(path);
  }
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return disk_error("the file cannot be opened", path);
  return std::shared_ptr<KeyRun>(new KeyRun(path, std::move(mapped), file, facts));
}

const char* KeyRun::block(uint64_t number) {
  const uint64_t page = 1 + number / kBlocksAPage;
  const char* const bytes = filter_->bytes().data() + page * kPageBytes;
  uint64_t& checked = checked_[page / 64];
  const uint64_t bit = uint64_t{1} << (page % 64);
  if ((checked & bit) == 0) {
    if (!is_whole(bytes, page, tag_)) return nullptr;
    checked |= bit;
  }
  return bytes + number % kBlocksAPage * kBlockBytes;
}

void KeyRun::prefetch(const EventKey& key) const {
  const uint64_t number = block_of(key, facts_.blocks);
  const uint64_t at = (1 + number / kBlocksAPage) * kPageBytes + number % kBlocksAPage * kBlockBytes;
  __builtin_prefetch(filter_->bytes().data() + at);
}

KeyRun::Answer KeyRun::find(const EventKey& key) {
  const uint64_t number = block_of(key, facts_.blocks);
  const char* const bytes = block(number);
  if (bytes == nullptr) return Answer::kDamaged;
  uint64_t words[8];
  std::memcpy(words, bytes, sizeof words);
  uint64_t all = 1;
  for (size_t word = 0; word < 7; ++word) all &= words[1 + word] >> bit_of(key, word);
  if (all == 0) return Answer::kNo;
  const char* const next = block(number + 1);
  if (next == nullptr) return Answer::kDamaged;
  uint64_t end = 0;
  std::memcpy(&end, next, sizeof end);
  return search(key, words[0], end);
}

// Most often all of them stand in one page.
KeyRun::Answer KeyRun::search(const EventKey& key, uint64_t from, uint64_t to) const {
  char page[kPageBytes];
  uint64_t held = 0;  // The page that is read; the first holds no keys.
  while (from < to) {
    const uint64_t middle = from + (to - from) / 2;
    const uint64_t wanted = key_pages_from(facts_) + middle / kKeysAPage;
    if (held != wanted && !read_pages(wanted, page).ok()) return Answer::kDamaged;
    held = wanted;
    EventKey found;
    std::memcpy(&found, page + middle % kKeysAPage * sizeof found, sizeof found);
    if (found == key) return Answer::kYes;
    if (comes_before(found, key)) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return Answer::kNo;
}

// --- reading

Status KeyRun::read_pages(uint64_t first, std::span<char> pages) const {
  for (size_t filled = 0; filled < pages.size();) {
    const ssize_t got =
        ::pread(file_, pages.data() + filled, pages.size() - filled, static_cast<off_t>(first * kPageBytes + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return disk_error("the file cannot be read", path_);
    if (got == 0) return damaged(path_);
    filled += static_cast<size_t>(got);
  }
  for (size_t page = 0; page < pages.size() / kPageBytes; ++page) {
    if (!is_whole(pages.data() + page * kPageBytes, first + page, tag_)) return damaged(path_);
  }
  return {};
}

Result<std::unique_ptr<KeyRunReader>> KeyRunReader::open(const KeyRun& run) {
  std::unique_ptr<KeyRunReader> reader(new KeyRunReader(run));
  if (!reader->at_end()) SOJOURN_CHECK(reader->fill());
  return reader;
}

// The pages from that of key() on.
Status KeyRunReader::fill() {
  const KeyRunFacts& facts = run_.facts();
  const uint64_t first = key_pages_from(facts) + next_ / kKeysAPage;
  const size_t pages = std::min<uint64_t>(kBufferPages, pages_in(facts) - first);
  pages_.resize(pages * kPageBytes);
  SOJOURN_CHECK(run_.read_pages(first, pages_));
  keys_.resize(std::min<uint64_t>(pages * kKeysAPage, facts.keys - next_));
  for (size_t from = 0; from < keys_.size(); from += kKeysAPage) {
    std::memcpy(keys_.data() + from, pages_.data() + from / kKeysAPage * kPageBytes,
                std::min(kKeysAPage, keys_.size() - from) * sizeof(EventKey));
  }
  at_ = 0;
  return {};
}

Status KeyRunReader::advance() {
  ++next_;
  return ++at_ == keys_.size() && !at_end() ? fill() : Status();
}

// --- writing

KeyRunWriter::KeyRunWriter(std::string path, std::string unfinished, int file, const KeyRunFacts& facts)
    : path_(std::move(path)), unfinished_(std::move(unfinished)), file_(file), facts_(facts), tag_(tag_of(facts)) {
  filter_.next_page = 1;
  keys_.next_page = key_pages_from(facts_);
}

Result<std::unique_ptr<KeyRunWriter>> KeyRunWriter::create(const std::string& path, int64_t after, const KeyMark& last,
                                                           uint64_t keys_max) {
  SOJOURN_TRY(std::string unfinished, make_unfinished_file(path));
  keep_private(unfinished);
  const int file = ::open(unfinished.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) {
    Status status = disk_error("the file cannot be opened", unfinished);
    ::unlink(unfinished.c_str());
    return status;
  }
  const KeyRunFacts facts{after, last, 0, keys_max / kKeysABlock + 1};
  return std::unique_ptr<KeyRunWriter>(new KeyRunWriter(path, std::move(unfinished), file, facts));
}

KeyRunWriter::~KeyRunWriter() {
  if (file_ >= 0) ::close(file_);
  if (!unfinished_.empty()) ::unlink(unfinished_.c_str());
}

// Things never cross a page: `payload` bytes of each are used.
Status KeyRunWriter::add(Part& part, const void* bytes, size_t size, size_t payload) {
  if (part.used == 0) part.pages.resize(part.pages.size() + kPageBytes);
  std::memcpy(part.pages.data() + part.pages.size() - kPageBytes + part.used, bytes, size);
  part.used += size;
  return part.used == payload ? end_page(part) : Status();
}

Status KeyRunWriter::end_page(Part& part) {
  if (part.used == 0) return {};
  const uint64_t number = part.next_page + part.pages.size() / kPageBytes - 1;
  char* const page = part.pages.data() + part.pages.size() - kPageBytes;
  const uint64_t sum = checksum(page, number, tag_);
  std::memcpy(page + kChecksumAt, &sum, sizeof sum);
  part.used = 0;
  return part.pages.size() == kBufferPages * kPageBytes ? write(part) : Status();
}

Status KeyRunWriter::write(Part& part) {
  const auto from = static_cast<off_t>(part.next_page * kPageBytes);
  const size_t size = part.pages.size();
  for (size_t done = 0; done < size;) {
    const ssize_t written = ::pwrite(file_, part.pages.data() + done, size - done, from + static_cast<off_t>(done));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return disk_error("the file cannot be written", path_);
    done += static_cast<size_t>(written);
  }
  // On its way to the disk at once, so that the sync at the end, which others may wait for, is short.
  ::sync_file_range(file_, from, static_cast<off_t>(size), SYNC_FILE_RANGE_WRITE);
  part.next_page += size / kPageBytes;
  part.pages.clear();
  return {};
}

Status KeyRunWriter::end_block() {
  SOJOURN_CHECK(add(filter_, block_, sizeof block_, kBlocksAPage * kBlockBytes));
  ++block_at_;
  std::fill(std::begin(block_), std::end(block_), uint64_t{0});
  block_[0] = facts_.keys;
  return {};
}

Status KeyRunWriter::put(const EventKey& key) {
  if (facts_.keys > 0) {
    if (key == last_key_) return {};
    SOJOURN_ASSERT(comes_before(last_key_, key), "keys of a run must come in order");
  }
  last_key_ = key;
  const uint64_t block = block_of(key, facts_.blocks);
  while (block_at_ < block) SOJOURN_CHECK(end_block());
  for (size_t word = 0; word < 7; ++word) block_[1 + word] |= uint64_t{1} << bit_of(key, word);
  ++facts_.keys;
  return add(keys_, &key, sizeof key, kKeysAPage * sizeof key);
}

Status KeyRunWriter::finish() {
  while (block_at_ <= facts_.blocks) SOJOURN_CHECK(end_block());
  for (Part* part : {&filter_, &keys_}) {
    SOJOURN_CHECK(end_page(*part));
    SOJOURN_CHECK(write(*part));
  }
  Header header;
  header.facts = facts_;
  Part first;
  first.pages.reserve(kPageBytes);
  SOJOURN_CHECK(add(first, &header, sizeof header, kChecksumAt));
  SOJOURN_CHECK(end_page(first));
  SOJOURN_CHECK(write(first));
  if (::close(std::exchange(file_, -1)) != 0) return disk_error("the file cannot be written", path_);
  SOJOURN_CHECK(remove_file(path_));
  return finish_new_file(std::exchange(unfinished_, ""), path_);
}

}  // namespace sojourn
