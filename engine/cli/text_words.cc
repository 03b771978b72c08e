#include "cli/command_line.h"

namespace sojourn {
namespace {

void add_file_words(CLI::App* sub, LabelledFileWords& words) {
  sub->add_option("file", words.file, "CSV, JSON lines or a workbook, also packed: a text and a label a row")
      ->required();
  sub->add_option("--text", words.text, "Column of the texts (default: text)");
  sub->add_option("--label", words.label, "Column of the labels or scores (default: label)");
  sub->add_option("--language-column", words.language_column,
                  "Column of the languages (default: language, if it is there)");
  sub->add_option("--language", words.language, "The language of all texts, as en or nl; otherwise it is found out");
  sub->add_option("--scale", words.scale,
                  "What labels are: words, stars (1-5), nps (0-10), signed, as-is (any labels); otherwise guessed");
}

}  // namespace

void CommandLine::add_text() {
  CLI::App* group = app_.add_subcommand("text", "What comments say and feel: learn from scored ones, test, explain");
  group->require_subcommand(1);

  CLI::App* sub = command(group, "evaluate", "How well language and sentiment are told on labelled texts of your own",
                          [this] { return run_text_evaluate(text_words_); });
  add_file_words(sub, text_words_.file);
  sub->add_option("--model", text_words_.model, "Also test this model (of `text train`)");
  add_format(sub, text_words_.format);
  sub->footer(
      "Example: sojourn text evaluate reviews.csv --text content --label stars\n"
      "rules: without learning. learned: from four fifths, tested on the rest, five times over. ± is the 95 % interval "
      "over\n"
      "the five; ece is how far confidences are from the truth.");

  sub = command(group, "train", "Learn the sentiment of one language from scored comments",
                [this] { return run_text_train(text_words_); });
  add_file_words(sub, text_words_.file);
  sub->add_option("--out", text_words_.out, "The model's file; one that is there is replaced unless it is better")
      ->required();
  sub->add_flag("--force", text_words_.force, "Replace it also when it is better");
  add_format(sub, text_words_.format);
  sub->footer("Example: sojourn text train reviews.csv --text content --label stars --language nl --out nl.model");

  sub = command(group, "explain", "One comment: its language and sentiment, and the words that made it so",
                [this] { return run_text_explain(text_words_); });
  sub->add_option("comment", text_words_.comment, "The text")->required();
  sub->add_option("--language", text_words_.file.language, "Its language, as en or nl; otherwise it is found out");
  sub->add_option("--model", text_words_.model, "Judge by this model (of `text train`); otherwise by rules");
  add_format(sub, text_words_.format);
  sub->footer("Example: sojourn text explain 'The room was not clean, but the staff were lovely'");

  sub = command(group, "train-language", "Make the language identifier anew, from lines `language<tab>text`",
                [this] { return run_text_train_language(text_words_); });
  sub->add_option("file", text_words_.file.file, "As tools/text_language.py writes it")->required();
  sub->add_option("--out", text_words_.out, "The model's file")->required();
  sub->add_option("--model-version", text_words_.version, "What the model says of its version");
  sub->add_option("--source", text_words_.source, "... of where its texts are from");
  sub->add_option("--licence", text_words_.licence, "... and of their licence");
}

}  // namespace sojourn
