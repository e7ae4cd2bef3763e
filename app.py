"""The server: `streamlit run app.py`. Streamlit's pages, and the plain routes beside them."""

import streamlit as st

from dashboard.routes import MIDDLEWARE, ROUTES

app = st.App("dashboard/frame.py", routes=ROUTES, middleware=MIDDLEWARE)
