# docutils reads a document and writes it in each of its forms.
# timeout: 120
import docutils.core

TEXT = r"""
=====
Title
=====

:Author: Someone
:Date: 2024-01-01

.. contents::

Section *one*
=============

A paragraph with **bold**, *italic*, ``code``, a `link <http://example.org>`_ and a footnote [1]_.

- a list
- with items

  1. nested
  2. numbers

.. code:: python

   def f(x):
       return x ** 2

.. table:: A table

   ===== =====
   A     B
   ===== =====
   1     2
   x     ``y``
   ===== =====

.. note:: Take note.

.. [1] The footnote.

Term
  Definition

.. math:: \sum_{i=0}^n i^2

.. unknown:: x
"""

for writer in ("html4", "html5", "latex", "pseudoxml", "xml", "manpage"):
    settings = {"report_level": 5, "datestamp": None, "generator": None,
                "embed_stylesheet": False}
    made = docutils.core.publish_string(TEXT, writer_name=writer, settings_overrides=settings)
    print(writer, len(made))
    print(made.decode()[-4000:])
