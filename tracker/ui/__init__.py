"""The screens: Streamlit and nothing but Streamlit."""
