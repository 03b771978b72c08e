// One pass over a text: its tokens, and the one list of hashes that every head reads.
//
// Text       any bytes. What is not UTF-8 separates words and is counted. A text that is not in NFC is brought to it first
//            (rare; the only case that allocates a copy); positions are those of `text()`.
// Tokens     words (letters of scripts with blanks; an apostrophe between letters belongs to its word; at most 64 letters),
//            one for each Han and kana character, numbers, links, @users, the host of an e-mail address, emoji with their
//            joiners, emoticons (also unpaired ")))" and "((("), runs of one punctuation mark.
// Hashes     words: 1 and 2 tokens, lower case, runs of a letter cut to two; numbers, links and users as placeholders, and
//            numbers of one or two digits also as they are; a hash more for capitals, stretched words, repeated marks, and
//            the block of an emoji. chars: 2 to 4 characters of a word with its two ends; of Han and kana 1 to 3.
//            long_chars: 5 characters of a word. letter_hashes: each character of a word; a third as many as the word has chars.
//            Stable for ever: models on disk are made of them.
// Limit      the first kTextReadBytes are read; `cut()` tells.
// Memory     buffers are kept from text to text: nothing is allocated a token, nor a text once they have grown.
// Threads    one reader a thread. Cost: about 12 ns a byte of Latin text.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/characters.h"

namespace sojourn {

inline constexpr size_t kTextReadBytes = size_t{1} << 20;

enum class TokenKind : uint8_t { kWord, kIdeograph, kNumber, kLink, kUser, kMail, kEmoji, kEmoticon, kPunctuation };

enum TokenFlag : uint8_t {
  kCapitals = 1,   // A word of three letters or more, all capitals.
  kStretched = 2,  // "sooo": a letter more than twice in a row.
  kRepeated = 4,   // "!!": a mark more than once, or a stretched emoticon.
};

struct Token {
  uint32_t begin = 0;  // Bytes of text().
  uint32_t end = 0;
  uint64_t hash = 0;  // Of what it says: the same for "GOOD" and "good". Of emoji without skin tones.
  TokenKind kind = TokenKind::kWord;
  uint8_t flags = 0;
  uint32_t words_end = 0;  // Its hashes end here in words(), and begin where those of the token before end.
  uint32_t chars_end = 0;
  uint32_t long_chars_end = 0;
};

// Hashes in a buffer that only grows.
class HashList {
 public:
  void clear() { size_ = 0; }
  // Where the next hashes go; end_at tells where they ended.
  uint32_t* make_room(size_t more) {
    if (size_ + more > hashes_.size()) hashes_.resize((size_ + more) * 2);
    return hashes_.data() + size_;
  }
  void end_at(const uint32_t* end) { size_ = static_cast<size_t>(end - hashes_.data()); }
  // REQUIRES: there is room.
  void add(uint32_t hash) { hashes_[size_++] = hash; }
  size_t size() const { return size_; }
  std::span<const uint32_t> view() const { return {hashes_.data(), size_}; }

 private:
  std::vector<uint32_t> hashes_;
  size_t size_ = 0;
};

class Tokenizer {
 public:
  Tokenizer();
  // `text` is borrowed until the next call.
  void read(std::string_view text);

  std::string_view text() const { return text_; }
  std::span<const Token> tokens() const { return tokens_; }
  std::string_view text_of(const Token& token) const { return text_.substr(token.begin, token.end - token.begin); }
  std::span<const uint32_t> words() const { return words_.view(); }
  std::span<const uint32_t> chars() const { return chars_.view(); }
  std::span<const uint32_t> long_chars() const { return long_chars_.view(); }
  std::span<const uint32_t> letter_hashes() const { return letter_hashes_.view(); }
  uint32_t letters(Script script) const { return letters_[static_cast<size_t>(script)]; }
  size_t bad_bytes() const { return bad_bytes_; }
  bool cut() const { return cut_; }

 private:
  struct Character {
    uint32_t point;
    uint32_t bytes;
  };
  static constexpr uint32_t kWordLettersMax = 64;

  Character at(size_t position) const;
  void start();
  bool pass();  // False where the text has to be normalised first.
  void normalise();
  bool read_word(size_t& position);
  bool read_link(size_t& position);
  void read_number(size_t& position);
  void read_ideograph(size_t& position, const Character& character);
  void read_emoji(size_t& position);
  bool read_emoticon(size_t& position);
  bool read_brackets(size_t& position);
  void read_mark(size_t& position, const Character& character);
  bool read_at_sign(size_t& position);
  void hash_word(const uint32_t* points, size_t count);
  Token& add(TokenKind kind, size_t begin, size_t end, uint64_t hash);
  void close(Token& token);
  bool blank_before(size_t position) const;

  const CharTable& table_;
  std::string normal_;
  std::string_view text_;
  std::vector<Token> tokens_;
  HashList words_, chars_, long_chars_, letter_hashes_;
  std::array<uint32_t, kScripts> letters_{};
  std::array<uint32_t, 2> before_{};  // The two ideographs before, 0 where none adjoins.
  size_t ideograph_end_ = 0;
  uint32_t open_brackets_ = 0;
  size_t bad_bytes_ = 0;
  bool cut_ = false;
  bool normalised_ = false;
};

// The hash of one more token after those that `hash` stands for: phrases of a lexicon.
constexpr uint64_t join_hashes(uint64_t hash, uint64_t next) {
  return (hash ^ (next + 0x9E3779B97F4A7C15ULL)) * 0xD6E8FEB86659FD93ULL;
}
// The hash of a word from its lower-case characters; Token::hash of words is this.
uint64_t hash_points(std::span<const uint32_t> points);

}  // namespace sojourn
