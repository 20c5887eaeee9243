"""From a conclusion in a report to the answers and the evidence that it rests on."""
