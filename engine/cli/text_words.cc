#include <memory>

#include "cli/command_line.h"
#include "cli/text_topics_command.h"

namespace sojourn {
namespace {

CLI::Option* add_file_words(CLI::App* sub, LabelledFileWords& words) {
  CLI::Option* file =
      sub->add_option("file", words.file, "CSV, JSON lines or a workbook, also packed: a text and a label a row");
  sub->add_option("--text", words.text, "Column of the texts (default: text)");
  sub->add_option("--label", words.label, "Column of the labels or scores (default: label)");
  sub->add_option("--language-column", words.language_column,
                  "Column of the languages (default: language, if it is there)");
  sub->add_option("--language", words.language, "The language of all texts, as en or nl; otherwise it is found out");
  sub->add_option("--scale", words.scale,
                  "What labels are: words, stars (1-5), nps (0-10), signed, classes (0, 1, 2), as-is (any labels); "
                  "otherwise guessed");
  return file;
}

}  // namespace

void CommandLine::add_text() {
  CLI::App* group = app_.add_subcommand("text", "What comments say and feel: learn from scored ones, test, explain");
  group->require_subcommand(1);

  CLI::App* sub = command(group, "evaluate", "How well language and sentiment are told on labelled texts of your own",
                          [this] { return run_text_evaluate(text_words_); });
  add_file_words(sub, text_words_.file)
      ->description(
          "CSV, JSON lines or a workbook, also packed; without one: the sentences that come with the program");
  sub->add_option("--model", text_words_.model, "Also test this model (of `text train`)");
  add_format(sub, text_words_.format);
  sub->footer(
      "Examples:\n  sojourn text evaluate reviews.csv --text content --label stars\n"
      "  sojourn text evaluate      # the sentences that come with the program, in five languages\n"
      "rules: without learning. learned: from four fifths, tested on the rest, five times over. ± is the 95 % interval "
      "over\n"
      "the five; ece is how far confidences are from the truth.");

  sub = command(group, "train", "Learn the sentiment of one language from scored comments",
                [this] { return run_text_train(text_words_); });
  add_file_words(sub, text_words_.file)->required();
  sub->add_option("--out", text_words_.out, "The model's file; one that is there is replaced unless it is better")
      ->required();
  sub->add_flag("--force", text_words_.force, "Replace it also when it is better");
  sub->add_option("--compact", text_words_.compact,
                  "Keep only so many features: a small file that says nearly the same");
  sub->add_option("--prior", text_words_.prior,
                  "How much the lexicon says beside it (0 to 4), for a model that is to judge other texts than these; "
                  "otherwise it is fitted");
  sub->add_option("--model-version", text_words_.version, "What the model says of its version (default: today)");
  sub->add_option("--source", text_words_.source, "... of where its texts are from");
  sub->add_option("--licence", text_words_.licence, "... and of their licence");
  add_format(sub, text_words_.format);
  sub->footer("Example: sojourn text train reviews.csv --text content --label stars --language nl --out nl.model");

  sub = command(group, "explain", "One comment: its language and sentiment, and the words that made it so",
                [this] { return run_text_explain(text_words_); });
  sub->add_option("comment", text_words_.comment, "The text")->required();
  sub->add_option("--language", text_words_.file.language, "Its language, as en or nl; otherwise it is found out");
  sub->add_option("--model", text_words_.model, "Judge by this model (of `text train`); otherwise by rules");
  add_format(sub, text_words_.format);
  sub->footer("Example: sojourn text explain 'The room was not clean, but the staff were lovely'");

  const auto topics = std::make_shared<TextTopicsWords>();
  sub = command(group, "topics", "What texts are about, and how good the topics are",
                [topics] { return run_text_topics(*topics); });
  sub->add_option("file", topics->file, "CSV, JSON lines or a workbook, also packed: a text a row")->required();
  sub->add_option("--text", topics->text, "Column of the texts (default: text)");
  sub->add_option("--language-column", topics->language_column,
                  "Column of the languages (default: language, if it is there)");
  sub->add_option("--language", topics->language, "The language of all texts, as en or nl; otherwise it is found out");
  sub->add_option("--topics", topics->topics, "How many of each language (default: chosen)");
  sub->add_option("--pin", topics->pins, "A topic of your own, as 'delivery: late, courier, parcel'; may be repeated");
  sub->add_option("--before", topics->before, "A model of before: its ids and names are kept");
  sub->add_option("--out", topics->out, "Writes the model to this file");
  sub->add_flag("--stability", topics->stability, "Also how stable the topics of texts are: takes twice as long");
  add_format(sub, topics->format);
  sub->footer(
      "Example: sojourn text topics reviews.csv --text content --topics 10\n"
      "npmi: how much more than by chance the words of a topic stand together, in windows of ten words. diversity: "
      "the\n"
      "share of different words. stability: overlap of the words with topics of four fifths of the texts; rand: the\n"
      "adjusted Rand index of the texts' topics with those.");

  add_personal(group);
  sub = command(group, "train-language", "Make the language identifier anew, from lines `language<tab>text`",
                [this] { return run_text_train_language(text_words_); });
  sub->add_option("file", text_words_.file.file, "As tools/text_language.py writes it")->required();
  sub->add_option("--out", text_words_.out, "The model's file")->required();
  sub->add_option("--model-version", text_words_.version, "What the model says of its version");
  sub->add_option("--source", text_words_.source, "... of where its texts are from");
  sub->add_option("--licence", text_words_.licence, "... and of their licence");
}

void CommandLine::add_personal(CLI::App* group) {
  PersonalWords& words = personal_words_;
  CLI::App* sub = command(group, "personal", "Personal data in a text, or how well it is found in labelled texts",
                          [this] { return run_text_personal(personal_words_); });
  sub->add_option("file", words.file, "A JSON list of labelled texts, also packed (docs/guides/personal-data.md)");
  sub->add_option("--text", words.text, "One text: what is found in it, and the text without it");
  sub->add_option("--language", words.language, "Its language, as en or nl; of a file en unless told");
  sub->add_option("--aside", words.aside, "Test on texts of every so many-th template (default 5)")
      ->check(CLI::NonNegativeNumber);
  sub->add_flag("--everything", words.everything, "Test on all texts, those that were learned from too");
  add_format(sub, words.format);
  sub->footer(
      "Example: sojourn text personal --text 'Call Anna on +31 20 123 4567'\n"
      "         sojourn text personal spans.json.gz\n"
      "exact: same kind, same begin and end. precision, recall, f1: same kind, overlapping. hidden: the share of "
      "labelled "
      "spans\n"
      "that masks cover whole, whatever their kind.");
  sub = command(group, "train-personal", "Make the tagger of personal data anew, from labelled texts",
                [this] { return run_text_train_personal(personal_words_); });
  sub->add_option("files", words.files, "JSON lists of labelled texts, also packed")->required();
  sub->add_option("--aside", words.aside, "Keep every so many-th template out (default 5; 0: none)")
      ->check(CLI::NonNegativeNumber);
  sub->add_option("--out", words.out, "The model's file")->required();
  sub->add_option("--model-version", words.version, "What the model says of its version");
  sub->add_option("--source", words.source, "... of where its texts are from");
  sub->add_option("--licence", words.licence, "... and of their licence");
}

}  // namespace sojourn
